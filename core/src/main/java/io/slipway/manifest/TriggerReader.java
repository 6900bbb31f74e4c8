// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import io.slipway.error.Problem;
import io.slipway.trigger.Trigger;
import io.slipway.trigger.Trigger.EmailTrigger;
import io.slipway.trigger.Trigger.WebhookTrigger;
import io.slipway.trigger.TriggerCondition;
import java.util.List;
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

    private static final int MOST = 32;

    private final EmailRules rules;
    private final WebhookRules webhookRules;

    TriggerReader(EmailRules rules, WebhookRules webhookRules) {
        this.rules = rules;
        this.webhookRules = webhookRules;
    }

    List<Trigger> read(Value value) {
        List<Value> items = value.items("a list of triggers").orElse(List.of());
        if (items.size() > MOST) {
            value.illegal(
                    "%s has %d triggers; at most %d are allowed".formatted(value.shownPath(), items.size(), MOST));
        }
        return items.stream()
                .flatMap(item -> item.entries("a mapping with an `action` and a `condition`").stream())
                .flatMap(entries -> trigger(entries).stream())
                .toList();
    }

    private Optional<Trigger> trigger(Entries entries) {
        Optional<TriggerCondition> condition = entries.needed("condition").flatMap(TriggerReader::condition);
        Optional<Value> action = entries.needed("action");
        return action.flatMap(Value::line).flatMap(word -> switch (word) {
            case "email" -> {
                warnWithoutMail(action.get());
                yield email(entries, condition);
            }
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

    private void warnWithoutMail(Value action) {
        if (!rules.sends()) {
            action.findings()
                    .warning(
                            Problem.MAIL_ABSENT,
                            action.node(),
                            action.path(),
                            "This master sends no e-mail; the trigger is kept, and its delivery will be given up");
        }
    }

    private Optional<Trigger> email(Entries entries, Optional<TriggerCondition> condition) {
        entries.warnOfOthers(EMAIL_KEYS);
        Optional<String> to = entries.needed("to").flatMap(this::addresses);
        String cc = entries.value("cc").flatMap(this::addresses).orElse("");
        String inReplyTo =
                entries.value("in_reply_to").flatMap(TriggerReader::messageId).orElse("");
        return condition.flatMap(on -> to.map(addresses -> new EmailTrigger(on, addresses, cc, inReplyTo)));
    }

    private Optional<String> addresses(Value value) {
        Optional<String> addresses = value.line();
        Optional<String> fault = addresses.flatMap(rules::fault);
        if (fault.isPresent()) {
            value.illegal("%s is %s; e-mail addresses separated by commas are allowed: %s"
                    .formatted(value.shownPath(), Shown.value(addresses.get()), fault.get()));
            return Optional.empty();
        }
        return addresses;
    }

    private static Optional<String> messageId(Value value) {
        Optional<String> id = value.line();
        if (id.isPresent() && !EmailTrigger.isMessageId(id.get())) {
            value.illegal("%s is %s; the one message id of the mail that is answered is allowed, without blanks"
                    .formatted(value.shownPath(), Shown.value(id.get())));
            return Optional.empty();
        }
        return id;
    }

    private Optional<Trigger> webhook(Entries entries, Optional<TriggerCondition> condition) {
        entries.warnOfOthers(WEBHOOK_KEYS);
        Optional<String> url = entries.needed("url").flatMap(this::url);
        return condition.flatMap(on -> url.map(address -> new WebhookTrigger(on, address)));
    }

    private Optional<String> url(Value value) {
        Optional<String> url = value.line();
        if (url.isPresent() && !WebhookTrigger.isAddress(url.get())) {
            value.illegal("%s is %s; an http or https address with a host is allowed"
                    .formatted(value.shownPath(), Shown.value(url.get())));
            return Optional.empty();
        }
        Optional<String> fault = url.flatMap(webhookRules::fault);
        if (fault.isPresent()) {
            value.findings()
                    .error(
                            Problem.RECEIVER_FORBIDDEN,
                            value.node(),
                            value.path(),
                            "%s is %s: %s".formatted(value.shownPath(), Shown.value(url.get()), fault.get()));
            return Optional.empty();
        }
        return url;
    }
}
