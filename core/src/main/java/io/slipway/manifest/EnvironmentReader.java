// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import io.slipway.error.Problem;
import io.slipway.manifest.EnvironmentValue.Items;
import io.slipway.manifest.EnvironmentValue.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads {@code environment}: variables with a scalar, or a list of scalars, each with the text as it is written. */
final class EnvironmentReader {
    private static final String EXPECTED = "text, a number, `true`, `false`, or a list of these";
    private static final Pattern LEGAL = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** To assign to one of these ends the reading of a script in bash. */
    private static final Set<String> READ_ONLY =
            Set.of("BASHOPTS", "BASH_VERSINFO", "EUID", "PPID", "SHELLOPTS", "UID");

    private EnvironmentReader() {}

    static Map<String, EnvironmentValue> read(Value value) {
        Map<String, EnvironmentValue> environment = new LinkedHashMap<>();
        value.entries("a mapping of variables").ifPresent(entries -> {
            for (Entries.Entry entry : entries.all()) {
                isNameLegal(entry);
                variable(entry.value()).ifPresent(found -> environment.put(entry.name(), found));
            }
        });
        return environment;
    }

    /** Notes an error when no shell could have a variable of this name. */
    static boolean isNameLegal(Entries.Entry entry) {
        if (!LEGAL.matcher(entry.name()).matches()) {
            entry.errorAtKey(
                    Problem.VALUE_ILLEGAL,
                    "Variable name %s is invalid; letters, digits and `_` are allowed, and no digit first"
                            .formatted(Shown.value(entry.name())));
            return false;
        }
        if (READ_ONLY.contains(entry.name())) {
            entry.errorAtKey(
                    Problem.VALUE_ILLEGAL,
                    "Variable `%s` cannot be set: the shell keeps it read-only".formatted(entry.name()));
            return false;
        }
        return true;
    }

    private static Optional<EnvironmentValue> variable(Value value) {
        if (value.isList()) {
            return value.items(EXPECTED).map(EnvironmentReader::items).map(Items::new);
        }
        return scalar(value).map(Text::new);
    }

    private static List<String> items(List<Value> items) {
        return items.stream().flatMap(item -> scalar(item).stream()).toList();
    }

    /** The text of a value as a variable gets it. */
    static Optional<String> scalar(Value value) {
        Optional<String> text = value.scalar(EXPECTED);
        return text.map(exact -> switch (ScalarKind.of((ScalarNode) value.node())) {
            case NOTHING -> "";
            case BOOLEAN -> exact.toLowerCase(Locale.ROOT);
            case TEXT, WHOLE_NUMBER, NUMBER -> exact;
        });
    }
}
