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
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.Node;

/**
 * The YAML of a manifest as a tree of nodes, each of which knows its place; nothing is constructed from it.
 *
 * <p>Depth, aliases and documents are counted on the stream of events, before there is a tree.
 */
final class YamlTree {
    private static final int MOST_DEPTH = 16;
    private static final int MOST_ALIASES = 64;

    private final ManifestText text;

    YamlTree(ManifestText text) {
        this.text = text;
    }

    /** @throws ManifestException when the text is empty, not YAML, or more involved than a manifest may be */
    Node root() {
        try {
            checkLimits();
            Node root = yaml().compose(reader());
            if (root == null) {
                throw ManifestText.refusal(
                        Problem.MANIFEST_NOT_YAML, Place.WHOLE, "The manifest is empty; an image and tasks are needed");
            }
            return root;
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            throw refusal(Problem.MANIFEST_NOT_YAML, mark, YamlSentence.of(e));
        } catch (YAMLException e) {
            throw refusal(Problem.MANIFEST_NOT_YAML, null, "The manifest is not YAML: " + e.getMessage());
        }
    }

    private void checkLimits() {
        int depth = 0;
        int aliases = 0;
        int documents = 0;
        for (Event event : yaml().parse(reader())) {
            if (event instanceof CollectionStartEvent && ++depth > MOST_DEPTH) {
                throw tooComplex(event, "nests deeper than %d levels, the most that are allowed", MOST_DEPTH);
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            } else if (event instanceof AliasEvent && ++aliases > MOST_ALIASES) {
                throw tooComplex(event, "has more than %d aliases, the most that are allowed", MOST_ALIASES);
            } else if (event instanceof DocumentStartEvent && ++documents > 1) {
                throw refusal(
                        Problem.MANIFEST_NOT_YAML,
                        event.getStartMark(),
                        "A second document begins here; one manifest is allowed");
            }
        }
    }

    private ManifestException tooComplex(Event event, String what, int limit) {
        return refusal(Problem.MANIFEST_TOO_COMPLEX, event.getStartMark(), "The manifest " + what.formatted(limit));
    }

    private ManifestException refusal(Problem problem, Mark mark, String sentence) {
        return ManifestText.refusal(problem, mark == null ? Place.WHOLE : text.placeOf(mark.getIndex()), sentence);
    }

    private StringReader reader() {
        return new StringReader(text.value());
    }

    /** One for each use: it is not safe for several threads. */
    private static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(MOST_DEPTH);
        options.setMaxAliasesForCollections(MOST_ALIASES);
        options.setCodePointLimit(ManifestText.LIMIT_BYTES);
        return new Yaml(options);
    }
}
