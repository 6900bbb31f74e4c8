// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import io.slipway.trigger.Trigger;
import io.slipway.trigger.Trigger.EmailTrigger;
import io.slipway.trigger.Trigger.WebhookTrigger;
import io.slipway.trigger.TriggerCondition;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code triggers}: a list of mappings with an action, a condition and what the action needs. */
final class TriggerReader {
    private static final Set<String> EMAIL_KEYS = Set.of("action", "condition", "to", "cc", "in_reply_to");
    private static final Set<String> WEBHOOK_KEYS = Set.of("action", "condition", "url");
    private static final Map<String, TriggerCondition> CONDITIONS = Map.of(
            "success", TriggerCondition.SUCCESS,
            "failure", TriggerCondition.FAILURE,
            "always", TriggerCondition.ALWAYS);

    private TriggerReader() {}

    static List<Trigger> read(Value value) {
        return value.items("a list of triggers").orElse(List.of()).stream()
                .flatMap(item -> item.entries("a mapping with an `action` and a `condition`").stream())
                .flatMap(entries -> trigger(entries).stream())
                .toList();
    }

    private static Optional<Trigger> trigger(Entries entries) {
        Optional<TriggerCondition> condition = entries.needed("condition").flatMap(TriggerReader::condition);
        Optional<Value> action = entries.needed("action");
        return action.flatMap(Value::line).flatMap(word -> switch (word) {
            case "email" -> email(entries, condition);
            case "webhook" -> webhook(entries, condition);
            default -> {
                action.get()
                        .illegal("Unknown trigger action %s; `email` and `webhook` are allowed"
                                .formatted(Shown.value(word)));
                yield Optional.empty();
            }
        });
    }

    private static Optional<TriggerCondition> condition(Value value) {
        return value.line().flatMap(word -> {
            Optional<TriggerCondition> condition = Optional.ofNullable(CONDITIONS.get(word));
            if (condition.isEmpty()) {
                value.illegal("Unknown trigger condition %s; `success`, `failure` and `always` are allowed"
                        .formatted(Shown.value(word)));
            }
            return condition;
        });
    }

    private static Optional<Trigger> email(Entries entries, Optional<TriggerCondition> condition) {
        entries.warnOfOthers(EMAIL_KEYS);
        Optional<String> to = entries.needed("to").flatMap(TriggerReader::addresses);
        String cc = entries.value("cc").flatMap(TriggerReader::addresses).orElse("");
        String inReplyTo = entries.value("in_reply_to").flatMap(Value::line).orElse("");
        return condition.flatMap(on -> to.map(addresses -> new EmailTrigger(on, addresses, cc, inReplyTo)));
    }

    private static Optional<String> addresses(Value value) {
        Optional<String> addresses = value.line();
        if (addresses.isPresent() && !addresses.get().contains("@")) {
            value.illegal("%s is %s; e-mail addresses separated by commas are allowed"
                    .formatted(value.shownPath(), Shown.value(addresses.get())));
            return Optional.empty();
        }
        return addresses;
    }

    private static Optional<Trigger> webhook(Entries entries, Optional<TriggerCondition> condition) {
        entries.warnOfOthers(WEBHOOK_KEYS);
        Optional<String> url = entries.needed("url").flatMap(TriggerReader::url);
        return condition.flatMap(on -> url.map(address -> new WebhookTrigger(on, address)));
    }

    private static Optional<String> url(Value value) {
        Optional<String> url = value.line();
        if (url.isPresent() && !isHttp(url.get())) {
            value.illegal("%s is %s; an http or https address with a host is allowed"
                    .formatted(value.shownPath(), Shown.value(url.get())));
            return Optional.empty();
        }
        return url;
    }

    private static boolean isHttp(String url) {
        try {
            URI address = new URI(url);
            String scheme =
                    address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
            return Set.of("http", "https").contains(scheme) && address.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
