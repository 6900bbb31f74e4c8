// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import io.slipway.cache.CacheName;
import io.slipway.error.Problem;
import io.slipway.image.Arch;
import io.slipway.image.ImageName;
import io.slipway.manifest.matrix.Combination;
import io.slipway.task.Task;
import io.slipway.trigger.Trigger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the keys of a manifest one by one; every key but {@code image} and {@code tasks} may be absent or null. */
final class ManifestReader {
    static final Set<String> KEYS = Set.of(
            "image",
            "arch",
            "packages",
            "repositories",
            "sources",
            "environment",
            "secrets",
            "tasks",
            "triggers",
            "shell",
            "artifacts",
            "oauth",
            "submitter",
            "matrix",
            "reports",
            "caches");

    private static final String IMAGE_MISSING = "Missing image in manifest; for example `image: debian/bookworm`";

    private final Findings findings;
    private final TriggerReader triggerReader;
    private final ManifestPlaces places;
    private final int mostArtifacts;

    /** What the master allows beside what every manifest may have. */
    record Rules(EmailRules email, WebhookRules webhook, int mostArtifacts) {}

    ManifestReader(Findings findings, Rules rules, ManifestPlaces places) {
        this.findings = findings;
        this.triggerReader = new TriggerReader(rules.email(), rules.webhook());
        this.places = places;
        this.mostArtifacts = rules.mostArtifacts();
    }

    /** @return empty when what is needed for a manifest has an error, which is noted */
    Optional<Manifest> read(Node root) {
        Optional<Entries> keys = new Value(root, "", findings).entries("a mapping of keys such as `image` and `tasks`");
        keys.ifPresent(entries -> entries.warnOfOthers(KEYS));
        keys.ifPresent(places::note);
        return keys.flatMap(this::read);
    }

    private Optional<Manifest> read(Entries keys) {
        Optional<Value> matrix = keys.value("matrix");
        Combination combination = matrix.map(MatrixReader::one).orElse(Combination.NONE);
        Optional<ImageName> image = image(keys, combination);
        Arch arch =
                keys.value("arch").flatMap(value -> arch(value, combination)).orElse(Arch.DEFAULT);
        List<String> packages = lines(keys, "packages");
        Map<String, String> repositories =
                keys.value("repositories").map(ManifestReader::repositories).orElse(Map.of());
        List<Source> sources = keys.value("sources").map(SourceReader::read).orElse(List.of());
        Map<String, EnvironmentValue> environment =
                combined(keys.value("environment").map(EnvironmentReader::read).orElse(Map.of()), matrix, combination);
        List<String> secrets = keys.value("secrets").map(SecretReader::read).orElse(List.of());
        List<Trigger> triggers = keys.value("triggers").map(triggerReader::read).orElse(List.of());
        List<String> artifacts = artifacts(keys, "artifacts");
        String oauth = keys.value("oauth").map(GrantReader::read).orElse("");
        Map<String, Submitter> submitter =
                keys.value("submitter").map(SubmitterReader::read).orElse(Map.of());
        List<String> reports = artifacts(keys, "reports");
        Map<CacheName, List<String>> caches =
                keys.value("caches").map(CacheReader::read).orElse(Map.of());
        boolean shell = keys.value("shell").flatMap(Value::flag).orElse(false);
        Optional<List<Task>> tasks = new TaskReader(findings).read(keys, shell);
        if (image.isEmpty() || tasks.isEmpty() || tasks.get().isEmpty() && !shell) {
            return Optional.empty();
        }
        return Optional.of(new Manifest(
                image.get(),
                arch,
                packages,
                repositories,
                sources,
                environment,
                secrets,
                tasks.get(),
                triggers,
                shell,
                artifacts,
                oauth,
                submitter,
                reports,
                caches));
    }

    private List<String> artifacts(Entries keys, String key) {
        return keys.value(key)
                .map(value -> ArtifactReader.read(value, mostArtifacts))
                .orElse(List.of());
    }

    private Optional<ImageName> image(Entries keys, Combination combination) {
        Optional<Value> value = keys.value("image");
        if (value.isEmpty()) {
            keys.entry("image")
                    .ifPresentOrElse(
                            entry -> entry.errorAtKey(Problem.KEY_MISSING, IMAGE_MISSING),
                            () -> findings.error(Problem.KEY_MISSING, "image", IMAGE_MISSING));
            return Optional.empty();
        }
        Optional<String> name = value.get().line().flatMap(text -> replaced(value.get(), text, combination));
        if (name.isPresent() && !ImageName.isLegal(name.get())) {
            value.get()
                    .illegal("Image name %s is invalid; `distro` or `distro/release` is allowed, of letters, digits,"
                                    .formatted(Shown.value(name.get()))
                            + " `.`, `_`, `+` and `-`, at most 128 characters");
            return Optional.empty();
        }
        return name.map(ImageName::new);
    }

    private static Optional<Arch> arch(Value value, Combination combination) {
        Optional<String> name = value.line().flatMap(text -> replaced(value, text, combination));
        if (name.isPresent() && !Arch.isLegal(name.get())) {
            value.illegal("Arch %s is invalid; letters, digits, `_` and `-` are allowed, at most 32"
                    .formatted(Shown.value(name.get())));
            return Optional.empty();
        }
        return name.map(Arch::new);
    }

    /** A text with the values of the matrix's variables; without a matrix it is as it is written. */
    private static Optional<String> replaced(Value value, String text, Combination combination) {
        if (combination.equals(Combination.NONE)) {
            return Optional.of(text);
        }
        Set<String> unknown = combination.unknown(text);
        if (!unknown.isEmpty()) {
            value.error(
                    Problem.MATRIX_VARIABLE_UNKNOWN,
                    "%s names %s, which this combination of the matrix does not have: %s"
                            .formatted(
                                    value.shownPath(),
                                    Shown.value(unknown.iterator().next()),
                                    Shown.inOneLine(combination.toString())));
            return Optional.empty();
        }
        return Optional.of(combination.replaceIn(text));
    }

    private static Map<String, EnvironmentValue> combined(
            Map<String, EnvironmentValue> environment, Optional<Value> matrix, Combination combination) {
        Map<String, EnvironmentValue> combined = new LinkedHashMap<>(environment);
        combination.values().forEach((name, text) -> {
            if (combined.putIfAbsent(name, new EnvironmentValue.Text(text)) != null) {
                matrix.orElseThrow()
                        .error(
                                Problem.MATRIX_ILLEGAL,
                                "Variable `%s` stands in `environment` too; one of both is allowed".formatted(name));
            }
        });
        return combined;
    }

    private static List<String> lines(Entries keys, String key) {
        return keys.value(key).flatMap(value -> value.items("a list of strings")).orElse(List.of()).stream()
                .flatMap(item -> item.line().stream())
                .toList();
    }

    private static Map<String, String> repositories(Value value) {
        Map<String, String> repositories = new LinkedHashMap<>();
        value.entries("a mapping of names to repositories").ifPresent(entries -> {
            for (Entries.Entry entry : entries.all()) {
                entry.value().line().ifPresent(address -> repositories.put(entry.name(), address));
            }
        });
        return repositories;
    }
}
