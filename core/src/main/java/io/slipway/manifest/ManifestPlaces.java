// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import io.slipway.error.Problem;
import io.slipway.manifest.Finding.Severity;
import io.slipway.manifest.ManifestText.Place;
import java.util.HashMap;
import java.util.Map;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Where in its text the keys of a manifest stand, and the items of those that are lists: for findings of whoever knows more than the manifest
 * says by itself. Paths are such as {@code oauth} and {@code secrets[1]}.
 */
public final class ManifestPlaces {
    private final Findings findings;
    private final Map<String, Node> nodes = new HashMap<>();

    ManifestPlaces(Findings findings) {
        this.findings = findings;
    }

    void note(Entries keys) {
        for (Entries.Entry key : keys.all()) {
            nodes.put(key.name(), key.key());
            if (key.value().node() instanceof SequenceNode list) {
                int index = 0;
                for (Node item : list.getValue()) {
                    nodes.put("%s[%d]".formatted(key.name(), index++), item);
                }
            }
        }
    }

    /** A finding at a path; one of the whole manifest when nothing is there. */
    public Finding finding(Severity severity, Problem problem, String path, String sentence) {
        Node node = nodes.get(path);
        Place place = node == null ? Place.WHOLE : findings.placeOf(node);
        return new Finding(severity, problem, path, place.line(), place.column(), sentence);
    }
}
