// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import static java.util.Objects.requireNonNull;

import io.slipway.error.Problem;
import io.slipway.manifest.Finding.Severity;
import io.slipway.manifest.matrix.Combination;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;

/**
 * Makes of a manifest with a matrix one manifest for each combination: the same text, with that combination in the place of the matrix. A
 * manifest without a matrix is one manifest. Pure and safe to share between threads.
 */
public final class MatrixExpansion {
    /** What depends on the combination, and is not looked at when there is none. */
    private static final Set<String> COMBINED = Set.of("image", "arch", "matrix");

    private final ManifestParser parser;
    private final int most;

    /**
     * @param parser that checks each manifest
     * @param most combinations that are allowed
     */
    public MatrixExpansion(ManifestParser parser, int most) {
        this.parser = requireNonNull(parser, "parser");
        this.most = most;
    }

    /**
     * One of the manifests.
     *
     * @param combination {@link Combination#NONE} without a matrix
     * @param text that the parser takes, with its lines where the author has them
     */
    public record Expanded(Combination combination, String text, CheckedManifest checked) {
        public Expanded {
            requireNonNull(combination, "combination");
            requireNonNull(text, "text");
            requireNonNull(checked, "checked");
        }
    }

    /**
     * What a text stands for.
     *
     * @param manifests in the order of the matrix; one without a matrix
     * @param warnings of all of them and of the matrix, each once, in the order of their lines
     */
    public record Expansion(List<Expanded> manifests, List<Finding> warnings) {
        public Expansion {
            manifests = List.copyOf(manifests);
            warnings = List.copyOf(warnings);
        }
    }

    /** @throws ManifestException with all errors and warnings of all manifests, when there is at least one error */
    public Expansion expand(String manifest) {
        ManifestText text = ManifestText.of(manifest);
        Node root = new YamlTree(text).root();
        Optional<NodeTuple> tuple = MatrixText.tuple(root);
        Findings findings = new Findings(text);
        Optional<Value> value = tuple.map(found -> new Value(found.getValueNode(), "matrix", findings))
                .filter(found -> !found.isNothing());
        if (value.isEmpty()) {
            CheckedManifest checked = parser.parse(manifest);
            return new Expansion(List.of(new Expanded(Combination.NONE, manifest, checked)), checked.warnings());
        }
        MatrixText around = MatrixText.of(text, root).orElseThrow(() -> alias(text, tuple.orElseThrow()));
        List<Combination> combinations =
                combinations(value.get()).orElseThrow(() -> refused(findings.inOrder(), around));
        return expanded(around, combinations, findings.inOrder());
    }

    private Optional<List<Combination>> combinations(Value value) {
        Optional<List<Combination>> found = MatrixReader.read(value);
        if (found.isPresent() && found.get().size() > most) {
            value.error(
                    Problem.MATRIX_TOO_LARGE,
                    "%s stands for %d jobs; at most %d are allowed"
                            .formatted(value.shownPath(), found.get().size(), most));
            return Optional.empty();
        }
        return found;
    }

    private Expansion expanded(MatrixText around, List<Combination> combinations, List<Finding> warnings) {
        List<Expanded> manifests = new ArrayList<>();
        Collection<Finding> all = new LinkedHashSet<>(warnings);
        for (Combination combination : combinations) {
            String text = around.with(combination);
            try {
                CheckedManifest checked = parser.parse(text);
                all.addAll(checked.warnings());
                manifests.add(new Expanded(combination, text, checked));
            } catch (ManifestException e) {
                all.addAll(e.findings());
            }
        }
        if (manifests.size() < combinations.size()) {
            throw new ManifestException(inOrder(all));
        }
        return new Expansion(manifests, inOrder(all));
    }

    /** The errors of the matrix, and with them what is wrong with the rest. */
    private ManifestException refused(List<Finding> findings, MatrixText around) {
        Collection<Finding> all = new LinkedHashSet<>(findings);
        try {
            parser.parse(around.with(Combination.NONE));
        } catch (ManifestException e) {
            e.findings().stream()
                    .filter(finding -> !COMBINED.contains(finding.path()))
                    .forEach(all::add);
        }
        return new ManifestException(inOrder(all));
    }

    private static ManifestException alias(ManifestText text, NodeTuple tuple) {
        ManifestText.Place place =
                text.placeOf(tuple.getKeyNode().getStartMark().getIndex());
        return new ManifestException(
                List.of(
                        new Finding(
                                Severity.ERROR,
                                Problem.MATRIX_ILLEGAL,
                                "matrix",
                                place.line(),
                                place.column(),
                                "`matrix` is an alias of something that stands elsewhere; to be one manifest of each combination it must stand here")));
    }

    private static List<Finding> inOrder(Collection<Finding> findings) {
        return findings.stream()
                .sorted(Comparator.comparingInt(Finding::line).thenComparingInt(Finding::column))
                .toList();
    }
}
