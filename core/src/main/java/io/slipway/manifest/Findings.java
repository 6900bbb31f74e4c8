// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import io.slipway.error.Problem;
import io.slipway.manifest.Finding.Severity;
import io.slipway.manifest.ManifestText.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/** Collects what one check finds; more than anybody would read ends the check. */
final class Findings {
    /** A manifest of usual lines stays below it, whatever is wrong with it. */
    static final int MOST = 1_000;

    private final ManifestText text;
    private final List<Finding> findings = new ArrayList<>();

    Findings(ManifestText text) {
        this.text = text;
    }

    void error(Problem problem, Node node, String path, String sentence) {
        add(Severity.ERROR, problem, node, path, sentence);
    }

    void warning(Problem problem, Node node, String path, String sentence) {
        add(Severity.WARNING, problem, node, path, sentence);
    }

    /** An error of the whole manifest. */
    void error(Problem problem, String path, String sentence) {
        findings.add(new Finding(Severity.ERROR, problem, path, 0, 0, sentence));
    }

    Place placeOf(Node node) {
        return text.placeOf(node.getStartMark().getIndex());
    }

    /** In the order of lines and columns; what means the whole manifest comes first. */
    List<Finding> inOrder() {
        return findings.stream()
                .sorted(Comparator.comparingInt(Finding::line).thenComparingInt(Finding::column))
                .toList();
    }

    private void add(Severity severity, Problem problem, Node node, String path, String sentence) {
        Place place = placeOf(node);
        if (findings.size() == MOST) {
            findings.add(new Finding(
                    Severity.ERROR,
                    Problem.MANIFEST_TOO_COMPLEX,
                    path,
                    place.line(),
                    place.column(),
                    "Checking the manifest ends here: more than %d things were found".formatted(MOST)));
            throw new ManifestException(inOrder());
        }
        findings.add(new Finding(severity, problem, path, place.line(), place.column(), sentence));
    }
}
