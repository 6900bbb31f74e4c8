// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** What the YAML parser found, said so that the author of a manifest knows what to change. */
final class YamlSentence {
    private static final Pattern LINE_END = Pattern.compile("'?[\\r\\n\\x85\\u2028\\u2029]'? ?\\(\\d+\\)");

    private YamlSentence() {}

    static String of(MarkedYAMLException e) {
        String problem = e.getProblem() == null ? "" : oneLine(e.getProblem());
        if (problem.contains("\\t(TAB)")) {
            return "The manifest is not YAML: a tab stands here; indent with spaces";
        }
        if (problem.contains("mapping values are not allowed")) {
            return "The manifest is not YAML: a second `:` stands in one line, or the line is indented too far;"
                    + " put text that contains `: ` in quotes";
        }
        if (problem.contains("could not find expected ':'")) {
            return "The manifest is not YAML: a line is neither `key: value` nor `- item`; is a `:` missing?";
        }
        if (problem.contains("<block end>")) {
            return "The manifest is not YAML: the line does not fit in with those above it (%s); is it indented like them?"
                    .formatted(problem);
        }
        String context = e.getContext() == null ? "" : oneLine(e.getContext());
        String between = context.isEmpty() || problem.isEmpty() ? "" : ", ";
        return "The manifest is not YAML: %s%s%s".formatted(context, between, problem);
    }

    /** The parser quotes what it found, which may be the end of a line, {@code found \n(10)}, or hold some. */
    private static String oneLine(String problem) {
        return Shown.inOneLine(LINE_END.matcher(problem).replaceAll("the end of the line"));
    }
}
