// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import org.yaml.snakeyaml.error.MarkedYAMLException;

/** What the YAML parser found, said so that the author of a manifest knows what to change. */
final class YamlSentence {
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
        String context = e.getContext() == null || problem.isEmpty() ? "" : e.getContext() + ", ";
        return "The manifest is not YAML: %s%s".formatted(context, problem.isEmpty() ? e.getContext() : problem);
    }

    /** The parser quotes the character that it found, which may be the end of a line: {@code found \n(10)}. */
    private static String oneLine(String problem) {
        return problem.replaceAll("[\\r\\n\\x85\\u2028\\u2029]\\(\\d+\\)", "the end of the line");
    }
}
