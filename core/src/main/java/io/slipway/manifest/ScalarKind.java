// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** What a scalar is, by the core schema of YAML 1.2: {@code yes} and {@code 12:30} are text. */
enum ScalarKind {
    /** Text, in quotes or not. */
    TEXT("text"),
    /** A whole number. */
    WHOLE_NUMBER("a whole number"),
    /** A number with a fraction, an exponent, or none of both such as {@code .inf}. */
    NUMBER("a number"),
    /** True or false. */
    BOOLEAN("`true` or `false`"),
    /** No value. */
    NOTHING("nothing");

    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> BOOLEANS = Set.of("true", "True", "TRUE", "false", "False", "FALSE");
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+");
    private static final Pattern FLOAT = Pattern.compile(
            "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

    private final String words;

    ScalarKind(String words) {
        this.words = words;
    }

    /** For sentences: what was found. */
    String words() {
        return words;
    }

    static ScalarKind of(ScalarNode node) {
        String value = node.getValue();
        if (!node.isPlain() || node.getTag().equals(Tag.STR)) {
            return TEXT;
        }
        if (NULLS.contains(value)) {
            return NOTHING;
        }
        if (BOOLEANS.contains(value)) {
            return BOOLEAN;
        }
        if (INTEGER.matcher(value).matches()) {
            return WHOLE_NUMBER;
        }
        return FLOAT.matcher(value).matches() ? NUMBER : TEXT;
    }
}
