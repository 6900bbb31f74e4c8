// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import io.slipway.image.Arch;
import io.slipway.image.ImageName;
import io.slipway.manifest.EnvironmentValue.Items;
import io.slipway.manifest.EnvironmentValue.Text;
import io.slipway.manifest.Source.Scm;
import io.slipway.task.Task;
import io.slipway.task.TaskName;
import io.slipway.trigger.Trigger;
import io.slipway.trigger.Trigger.EmailTrigger;
import io.slipway.trigger.Trigger.WebhookTrigger;
import io.slipway.trigger.TriggerCondition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * A legal manifest, as it is meant and as it is written: its keys in any order, its scalars in any style.
 *
 * @param yaml shorter than the limit
 */
record WrittenManifest(Manifest manifest, String yaml) {

    /** Something with the YAML that means it. */
    private record Written<T>(T meant, String yaml) {}

    static Arbitrary<WrittenManifest> any() {
        Arbitrary<Written<List<String>>> packages = lines("packages", WrittenScalar.lines());
        Arbitrary<Written<List<String>>> secrets =
                lines("secrets", WrittenScalar.lines().map(line -> ("key" + line).strip()));
        Arbitrary<WrittenManifest> usual = Combinators.combine(
                        image(), arch(), packages, repositories(), sources(), environment(), tasks(), artifacts())
                .as((image, arch, names, repositories, sources, environment, tasks, artifacts) -> new WrittenManifest(
                        new Manifest(
                                image.meant,
                                arch.meant,
                                names.meant,
                                repositories.meant,
                                sources.meant,
                                environment.meant,
                                List.of(),
                                tasks.meant,
                                List.of(),
                                false,
                                artifacts.meant,
                                "",
                                Map.of(),
                                List.of(),
                                Map.of()),
                        together(image, arch, names, repositories, sources, environment, tasks, artifacts)));
        return Combinators.combine(
                        usual,
                        secrets,
                        triggers(),
                        flag("shell", false),
                        oauth(),
                        submitter(),
                        WrittenKept.any(),
                        order())
                .as(WrittenManifest::withTheRest)
                .filter(written -> written.yaml.getBytes(StandardCharsets.UTF_8).length < ManifestParser.LIMIT_BYTES);
    }

    private static WrittenManifest withTheRest(
            WrittenManifest usual,
            Written<List<String>> secrets,
            Written<List<Trigger>> triggers,
            Written<Boolean> shell,
            Written<String> oauth,
            Written<Map<String, Submitter>> submitter,
            WrittenKept kept,
            Random order) {
        Manifest with = usual.manifest;
        Manifest whole = new Manifest(
                with.image(),
                with.arch(),
                with.packages(),
                with.repositories(),
                with.sources(),
                with.environment(),
                secrets.meant,
                with.tasks(),
                triggers.meant,
                shell.meant,
                with.artifacts(),
                oauth.meant,
                submitter.meant,
                kept.reports(),
                kept.caches());
        String all = usual.yaml + together(secrets, triggers, shell, oauth, submitter) + kept.yaml();
        List<String> keys = new ArrayList<>(List.of(all.split(KEY_END)));
        Collections.shuffle(keys, order);
        return new WrittenManifest(whole, String.join("", keys));
    }

    /** Parts the keys until they are put in order; no text holds it. */
    static final String KEY_END = "\0";

    private static String together(Written<?>... keys) {
        return List.of(keys).stream().map(key -> key.yaml + KEY_END).collect(Collectors.joining());
    }

    private static Arbitrary<Random> order() {
        return Arbitraries.longs().map(Random::new);
    }

    private static Arbitrary<Written<ImageName>> image() {
        return WrittenScalar.of(Arbitraries.of("debian", "debian/bookworm", "alpine/3.20", "a/b+c/d_e/F-0", "nixos/x"))
                .map(image -> new Written<>(new ImageName(image.text()), "image: " + image.yaml() + "\n"));
    }

    private static Arbitrary<Written<Arch>> arch() {
        Arbitrary<Written<Arch>> named = WrittenScalar.of(Arbitraries.of("amd64", "x86_64", "arm64", "default"))
                .map(arch -> new Written<>(new Arch(arch.text()), "arch: " + arch.yaml() + "\n"));
        return orAbsent("arch", Arch.DEFAULT, named);
    }

    private static Arbitrary<Written<Boolean>> flag(String key, boolean absent) {
        Arbitrary<Written<Boolean>> written = Arbitraries.of("true", "TRUE", "yes", "On", "false", "no", "OFF")
                .map(word -> new Written<>(
                        List.of("true", "yes", "on").contains(word.toLowerCase(Locale.ROOT)),
                        "%s: %s\n".formatted(key, word)));
        return orAbsent(key, absent, written);
    }

    private static Arbitrary<Written<List<String>>> lines(String key, Arbitrary<String> lines) {
        Arbitrary<Written<List<String>>> written = WrittenScalar.of(lines)
                .list()
                .ofMaxSize(3)
                .map(list -> new Written<>(texts(list), "%s: %s\n".formatted(key, flow(list))));
        return orAbsent(key, List.of(), written);
    }

    private static Arbitrary<Written<Map<String, String>>> repositories() {
        Arbitrary<Written<Map<String, String>>> written = Arbitraries.maps(
                        WrittenScalar.names(), WrittenScalar.of(WrittenScalar.lines()))
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(map -> new Written<>(
                        meant(map, WrittenScalar::text),
                        "repositories:\n" + block(map, value -> " " + value.yaml() + "\n")));
        return orAbsent("repositories", Map.of(), written);
    }

    private static Arbitrary<Written<List<Source>>> sources() {
        Arbitrary<Scm> scms = Arbitraries.of(Scm.class);
        Arbitrary<String> refs = Arbitraries.of("", "main", "v1.0", "feature/x", "0123abc");
        Arbitrary<List<Source>> sources = Combinators.combine(scms, refs)
                .as((scm, ref) -> new Source(scm, "https://example.org/~mira/repo.git", "", ref))
                .list()
                .ofMaxSize(3)
                .map(WrittenManifest::eachInItsOwnFolder);
        return orAbsent("sources", List.of(), sources.map(list -> {
            String items = list.stream().map(WrittenManifest::written).collect(Collectors.joining("\n- ", "\n- ", ""));
            return new Written<>(list, "sources: %s\n".formatted(list.isEmpty() ? "[]" : items));
        }));
    }

    private static List<Source> eachInItsOwnFolder(List<Source> sources) {
        List<Source> apart = new ArrayList<>();
        for (Source source : sources) {
            apart.add(new Source(source.scm(), source.url(), "clone/" + apart.size(), source.ref()));
        }
        return apart;
    }

    private static String written(Source source) {
        String ref = source.ref().isEmpty() ? "" : "#" + source.ref();
        String scm = source.scm() == Scm.HG ? "hg+" : "";
        return source.directory() + "::" + scm + source.url() + ref;
    }

    private static Arbitrary<Written<Map<String, EnvironmentValue>>> environment() {
        Arbitrary<String> names = Arbitraries.strings()
                .withChars("ABCxyz_019")
                .ofMinLength(1)
                .ofMaxLength(12)
                .filter(name -> !Character.isDigit(name.charAt(0)));
        Arbitrary<WrittenScalar> scalars =
                Arbitraries.oneOf(WrittenScalar.of(WrittenScalar.texts()), WrittenScalar.bareWords());
        Arbitrary<Written<EnvironmentValue>> texts =
                scalars.map(scalar -> new Written<>(new Text(scalar.text()), " " + scalar.yaml() + "\n"));
        Arbitrary<Written<EnvironmentValue>> items = scalars.list()
                .ofMaxSize(3)
                .map(list -> new Written<>(
                        new Items(texts(list)),
                        list.isEmpty()
                                ? " []\n"
                                : list.stream()
                                        .map(item -> "  - " + item.yaml())
                                        .collect(Collectors.joining("\n", "\n", "\n"))));
        Arbitrary<Written<Map<String, EnvironmentValue>>> written = Arbitraries.maps(
                        names, Arbitraries.oneOf(texts, items))
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(map ->
                        new Written<>(meant(map, Written::meant), "environment:\n" + block(map, value -> value.yaml)));
        return orAbsent("environment", Map.of(), written);
    }

    private static Arbitrary<Written<List<Task>>> tasks() {
        Arbitrary<String> names =
                Arbitraries.strings().withChars("abcz0189_-").ofMinLength(1).ofMaxLength(128);
        return Arbitraries.maps(names, WrittenScalar.script(WrittenScalar.texts()))
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(map -> new Written<>(
                        map.entrySet().stream()
                                .map(task -> new Task(
                                        new TaskName(task.getKey()),
                                        task.getValue().text().strip()))
                                .toList(),
                        map.entrySet().stream()
                                .map(task -> "- %s: %s\n"
                                        .formatted(
                                                WrittenScalar.key(task.getKey()),
                                                task.getValue().yaml()))
                                .collect(Collectors.joining("", "tasks:\n", ""))));
    }

    private static Arbitrary<Written<List<String>>> artifacts() {
        Arbitrary<String> paths = Combinators.combine(
                        WrittenScalar.lines(), Arbitraries.integers().between(0, 99))
                .as("out/%s/%d.tar"::formatted);
        Arbitrary<Written<List<String>>> written = WrittenScalar.of(paths)
                .list()
                .ofMaxSize(3)
                .uniqueElements(path -> PathText.lastElement(path.text()))
                .map(list -> new Written<>(texts(list), "artifacts: %s\n".formatted(flow(list))));
        return orAbsent("artifacts", List.of(), written);
    }

    private static Arbitrary<Written<List<Trigger>>> triggers() {
        Arbitrary<TriggerCondition> conditions = Arbitraries.of(TriggerCondition.class);
        Arbitrary<Trigger> mails = conditions.map(on -> new EmailTrigger(on, "a@b.example, c@d.example", "", "<1@b>"));
        Arbitrary<Trigger> hooks = conditions.map(on -> new WebhookTrigger(on, "https://example.org:8443/hook?a=b"));
        Arbitrary<Written<List<Trigger>>> written = Arbitraries.oneOf(mails, hooks)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(list -> new Written<>(
                        list,
                        list.stream()
                                .map(WrittenManifest::written)
                                .collect(Collectors.joining("", "triggers:\n", ""))));
        return orAbsent("triggers", List.of(), written);
    }

    private static String written(Trigger trigger) {
        String what = trigger instanceof EmailTrigger mail
                ? "action: email, to: \"%s\", in_reply_to: '%s'".formatted(mail.to(), mail.inReplyTo())
                : "action: webhook, url: \"%s\"".formatted(((WebhookTrigger) trigger).url());
        return "- {condition: %s, %s}\n".formatted(trigger.condition().name().toLowerCase(Locale.ROOT), what);
    }

    private static Arbitrary<Written<String>> oauth() {
        Arbitrary<Written<String>> written = Arbitraries.of("git.sr.ht/REPOSITORIES:RW", "a/B", "a/*:RO")
                .list()
                .ofMaxSize(3)
                .map(grants -> new Written<>(
                        String.join(" ", grants), "oauth: \"%s\"\n".formatted(String.join("  ", grants))));
        return orAbsent("oauth", "", written);
    }

    private static Arbitrary<Written<Map<String, Submitter>>> submitter() {
        Arbitrary<Written<Submitter>> limits = Combinators.combine(
                        flag("    enabled", true).filter(flag -> !flag.yaml.isBlank()),
                        lines("    allow-refs", WrittenScalar.lines()))
                .as((enabled, refs) ->
                        new Written<>(new Submitter(enabled.meant, refs.meant), "\n" + enabled.yaml + refs.yaml));
        Arbitrary<Written<Map<String, Submitter>>> written = Arbitraries.maps(WrittenScalar.names(), limits)
                .ofMinSize(1)
                .ofMaxSize(2)
                .map(map ->
                        new Written<>(meant(map, Written::meant), "submitter:\n" + block(map, value -> value.yaml)));
        return orAbsent("submitter", Map.of(), written);
    }

    /** The key with its value, or with none, or not at all. */
    private static <T> Arbitrary<Written<T>> orAbsent(String key, T nothing, Arbitrary<Written<T>> written) {
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(4, written),
                net.jqwik.api.Tuple.of(
                        1,
                        Arbitraries.of("", "%s:\n".formatted(key), "%s: ~\n".formatted(key))
                                .map(yaml -> new Written<>(nothing, yaml))));
    }

    private static <V, T> Map<String, T> meant(Map<String, V> written, Function<V, T> value) {
        Map<String, T> meant = new LinkedHashMap<>();
        written.forEach((name, each) -> meant.put(name, value.apply(each)));
        return meant;
    }

    private static <V> String block(Map<String, V> map, Function<V, String> value) {
        StringBuilder lines = new StringBuilder();
        map.forEach((name, each) ->
                lines.append("  %s:".formatted(WrittenScalar.key(name))).append(value.apply(each)));
        return lines.toString();
    }

    private static List<String> texts(List<WrittenScalar> scalars) {
        return scalars.stream().map(WrittenScalar::text).toList();
    }

    private static String flow(List<WrittenScalar> scalars) {
        return scalars.stream().map(WrittenScalar::yaml).collect(Collectors.joining(", ", "[", "]"));
    }
}
