// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import io.slipway.error.Problem;
import io.slipway.manifest.ManifestText.Place;
import java.io.StringReader;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * The YAML of a manifest as a tree of nodes, each of which knows its place; nothing is constructed from it.
 *
 * <p>The limits are checked on the stream of events, before there is a tree.
 */
final class YamlTree {
    private final ManifestText text;

    YamlTree(ManifestText text) {
        this.text = text;
    }

    /** @throws ManifestException when the text is empty, not YAML, or more involved than a manifest may be */
    Node root() {
        try {
            checkLimits();
            Node root = new Yaml(options()).compose(new StringReader(text.value()));
            if (root == null) {
                throw ManifestText.refusal(
                        Problem.MANIFEST_NOT_YAML, Place.WHOLE, "The manifest is empty; an image and tasks are needed");
            }
            return root;
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            throw refusal(Problem.MANIFEST_NOT_YAML, mark, YamlSentence.of(e));
        } catch (YAMLException e) {
            throw refusal(
                    Problem.MANIFEST_NOT_YAML, null, "The manifest is not YAML: " + Shown.inOneLine(e.getMessage()));
        }
    }

    private void checkLimits() {
        StreamReader stream = new StreamReader(text.value());
        Parser parser = new ParserImpl(stream, options());
        try {
            checkLimits(parser);
        } catch (NumberFormatException e) {
            // The scanner does not expect that eight hexadecimal digits are more than an int holds.
            throw refusal(
                    Problem.MANIFEST_NOT_YAML,
                    stream.getMark(),
                    "The manifest is not YAML: the escape `\\U` with these digits stands for no character");
        }
    }

    private void checkLimits(Parser parser) {
        YamlLimits limits = new YamlLimits();
        int documents = 0;
        while (parser.peekEvent() != null) {
            Event event = parser.getEvent();
            limits.brokenBy(event).ifPresent(limit -> {
                throw refusal(Problem.MANIFEST_TOO_COMPLEX, event.getStartMark(), "The manifest " + limit);
            });
            if (event instanceof DocumentStartEvent && ++documents > 1) {
                throw refusal(
                        Problem.MANIFEST_NOT_YAML,
                        event.getStartMark(),
                        "A second document begins here; one manifest is allowed");
            }
        }
    }

    private ManifestException refusal(Problem problem, Mark mark, String sentence) {
        return ManifestText.refusal(problem, mark == null ? Place.WHOLE : text.placeOf(mark.getIndex()), sentence);
    }

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(YamlLimits.MOST_DEPTH);
        options.setMaxAliasesForCollections(YamlLimits.MOST_ALIASES);
        options.setCodePointLimit(ManifestText.LIMIT_BYTES);
        return options;
    }
}
