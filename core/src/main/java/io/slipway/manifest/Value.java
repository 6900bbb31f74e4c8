// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import io.slipway.error.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value of a manifest at its path. Asked for a type that it does not have, it notes an error and gives empty.
 *
 * @param path for example {@code tasks[2].build}; empty for the root
 */
record Value(Node node, String path, Findings findings) {
    private static final Set<String> TRUE = Set.of("true", "yes", "on");
    private static final Set<String> FALSE = Set.of("false", "no", "off");

    boolean isNothing() {
        return node instanceof ScalarNode scalar && ScalarKind.of(scalar) == ScalarKind.NOTHING;
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    /** Text, whatever is in it but what no program can be given. */
    Optional<String> text() {
        if (node instanceof ScalarNode scalar && ScalarKind.of(scalar) != ScalarKind.TEXT && !hasForeignTag()) {
            wrongType("text", isNothing() ? "" : "; put it in quotes");
            return Optional.empty();
        }
        return scalar("text");
    }

    /** Text of at least one character in one line. */
    Optional<String> line() {
        Optional<String> text = text();
        if (text.isEmpty()) {
            return text;
        }
        if (text.get().isBlank()) {
            illegal("%s is empty; text is needed".formatted(shownPath()));
            return Optional.empty();
        }
        if (text.get().codePoints().anyMatch(Character::isISOControl)) {
            illegal("%s is %s; one line without control characters is allowed"
                    .formatted(shownPath(), Shown.value(text.get())));
            return Optional.empty();
        }
        return text;
    }

    /**
     * The exact text of any scalar.
     *
     * @param expected for the sentence, for example {@code text}
     */
    Optional<String> scalar(String expected) {
        if (!(node instanceof ScalarNode scalar)) {
            wrongType(expected);
            return Optional.empty();
        }
        if (!hasKnownTag()) {
            return Optional.empty();
        }
        if (!Shown.canLeaveAsUtf8(scalar.getValue())) {
            illegal("%s has a NUL character or half a character in it; text is allowed".formatted(shownPath()));
            return Optional.empty();
        }
        return Optional.of(scalar.getValue());
    }

    Optional<Boolean> flag() {
        if (node instanceof ScalarNode scalar && scalar.isPlain() && !hasForeignTag()) {
            String word = scalar.getValue().toLowerCase(Locale.ROOT);
            if (TRUE.contains(word) || FALSE.contains(word)) {
                return Optional.of(TRUE.contains(word));
            }
        }
        wrongType("`true` or `false`");
        return Optional.empty();
    }

    /** @param expected for the sentence, for example {@code a list of strings} */
    Optional<List<Value>> items(String expected) {
        if (!(node instanceof SequenceNode sequence)) {
            wrongType(expected);
            return Optional.empty();
        }
        if (!hasKnownTag()) {
            return Optional.empty();
        }
        List<Value> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(new Value(item, "%s[%d]".formatted(path, items.size()), findings));
        }
        return Optional.of(items);
    }

    /** @param expected for the sentence, for example {@code a mapping of names to addresses} */
    Optional<Entries> entries(String expected) {
        if (!(node instanceof MappingNode mapping)) {
            wrongType(expected);
            return Optional.empty();
        }
        if (!hasKnownTag()) {
            return Optional.empty();
        }
        return Optional.of(Entries.of(this, mapping));
    }

    void illegal(String sentence) {
        error(Problem.VALUE_ILLEGAL, sentence);
    }

    void error(Problem problem, String sentence) {
        findings.error(problem, node, path, sentence);
    }

    void wrongType(String expected) {
        wrongType(expected, "");
    }

    private void wrongType(String expected, String hint) {
        error(Problem.TYPE_WRONG, "Expected %s to be %s; found %s%s".formatted(shownPath(), expected, words(), hint));
    }

    /** The path in backquotes, for the beginning of a sentence. */
    String shownPath() {
        return path.isEmpty() ? "the manifest" : "`" + path + "`";
    }

    private String words() {
        if (node instanceof ScalarNode scalar) {
            return ScalarKind.of(scalar).words();
        }
        return node instanceof MappingNode ? "a mapping" : "a list";
    }

    /** Notes an error for a tag that is not one of YAML's plain types. */
    private boolean hasKnownTag() {
        if (hasForeignTag()) {
            error(
                    Problem.TYPE_WRONG,
                    "%s has tag %s; no tags are needed in a manifest"
                            .formatted(shownPath(), Shown.value(node.getTag().getValue())));
            return false;
        }
        return true;
    }

    private boolean hasForeignTag() {
        Tag tag = node.getTag();
        if (node instanceof ScalarNode) {
            return !tag.startsWith(Tag.PREFIX) || tag.equals(Tag.BINARY);
        }
        return !tag.equals(Tag.MAP) && !tag.equals(Tag.SEQ);
    }
}
