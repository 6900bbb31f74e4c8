// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.graphql.fetch;

import io.slipway.error.FieldException;
import io.slipway.web.api.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Triggers as mutations have them, in the words of manifests, which are checked in one place. */
final class TriggerInput {
    private TriggerInput() {}

    /** A list in JSON. */
    static String json(List<Map<String, Object>> triggers) {
        return Json.write(triggers.stream().map(TriggerInput::words).toList());
    }

    private static Map<String, Object> words(Map<String, Object> trigger) {
        String action = word(trigger.get("type"));
        if (!(trigger.get(action) instanceof Map<?, ?> how)) {
            throw new FieldException(
                    "triggers",
                    "Reading a trigger of type `%s`: `%s` is needed".formatted(trigger.get("type"), action));
        }
        Map<String, Object> words =
                new HashMap<>(Map.of("action", action, "condition", word(trigger.get("condition"))));
        how.forEach((name, value) -> {
            if (value != null) {
                words.put(name.equals("inReplyTo") ? "in_reply_to" : (String) name, value);
            }
        });
        return words;
    }

    private static String word(Object choice) {
        return String.valueOf(choice).toLowerCase(Locale.ROOT);
    }
}
