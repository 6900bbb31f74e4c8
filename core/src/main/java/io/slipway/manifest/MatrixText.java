// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import static java.util.stream.Collectors.joining;

import io.slipway.manifest.matrix.Combination;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * A manifest's text around its matrix, for texts with one combination in the place of the matrix. Every other line stays as and where it is,
 * so that what is found there is found at its place in the manifest that was written.
 *
 * @param before until the matrix
 * @param lines how many lines the matrix goes on for
 * @param after from behind the matrix
 */
record MatrixText(String before, int lines, String after) {

    /** The matrix of a manifest, where it stands by itself: empty when there is none, or when it is an alias of something else. */
    static Optional<MatrixText> of(ManifestText text, Node root) {
        return tuple(root)
                .filter(found -> found.getValueNode().getStartMark().getIndex()
                        >= found.getKeyNode().getEndMark().getIndex())
                .map(found -> around(text, found.getValueNode()));
    }

    /** The entry of the manifest that is its matrix. */
    static Optional<NodeTuple> tuple(Node root) {
        if (!(root instanceof MappingNode mapping)) {
            return Optional.empty();
        }
        return mapping.getValue().stream()
                .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals("matrix"))
                .findFirst();
    }

    private static MatrixText around(ManifestText text, Node matrix) {
        String value = text.value();
        int begin = value.offsetByCodePoints(0, matrix.getStartMark().getIndex());
        int end = value.offsetByCodePoints(0, matrix.getEndMark().getIndex());
        String removed = value.substring(begin, end);
        int lines = ManifestText.Place.behind(removed).line() - 1;
        // What is in a block ends where the next key begins, behind the blanks before it.
        boolean block = matrix instanceof CollectionNode<?> collection
                && collection.getFlowStyle() == org.yaml.snakeyaml.DumperOptions.FlowStyle.BLOCK;
        String indent =
                block ? removed.substring(Math.max(removed.lastIndexOf('\n'), removed.lastIndexOf('\r')) + 1) : "";
        return new MatrixText(
                value.substring(0, begin), lines, (lines > 0 && indent.isBlank() ? indent : "") + value.substring(end));
    }

    /** The text with one combination for the matrix. */
    String with(Combination combination) {
        String one = combination.values().entrySet().stream()
                .map(MatrixText::written)
                .collect(joining(", ", "{", "}"));
        return before + one + "\n".repeat(lines) + after;
    }

    private static String written(Map.Entry<String, String> variable) {
        return "\"%s\": %s".formatted(variable.getKey(), quoted(variable.getValue()));
    }

    /** As YAML reads it back in one line, whatever is in it. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c < ' ' || c >= 0x7F && c <= 0xA0 || c == 0x2028 || c == 0x2029 || c >= 0xFEFF) {
                quoted.append("\\u%04x".formatted(c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }
}
