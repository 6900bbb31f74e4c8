// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.submit;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import io.slipway.error.Problem;
import io.slipway.image.Arch;
import io.slipway.image.ImageName;
import io.slipway.manifest.Finding;
import io.slipway.manifest.Finding.Severity;
import io.slipway.manifest.Manifest;
import io.slipway.manifest.NearestKey;
import io.slipway.master.store.RunnerStore;
import io.slipway.master.store.RunnerStore.Offer;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a runner can run a manifest's image: said when the job is submitted, not when it has waited.
 *
 * <p>An image that no runner has is an error once a runner was heard of; before that, and while the runners that have it are
 * away, it is a warning, and the job waits.
 */
public final class ImageCheck {
    private final RunnerStore runners;

    public ImageCheck(RunnerStore runners) {
        this.runners = runners;
    }

    /**
     * The finding about the image or its architecture, if there is one.
     *
     * @param text of the manifest, to find the line
     * @param since a runner that was heard since then is there now
     */
    public Optional<Finding> check(Manifest manifest, String text, Instant since) {
        List<Offer> offers = runners.offers(since);
        if (offers.isEmpty() && !runners.anyKnown()) {
            return Optional.of(at(
                    "image",
                    text,
                    Severity.WARNING,
                    Problem.IMAGE_UNKNOWN,
                    "No runner was heard of yet; the job waits for one that offers `%s`".formatted(manifest.image())));
        }
        List<Offer> ofImage = offers.stream()
                .filter(offer -> offer.image().equals(manifest.image()))
                .toList();
        if (ofImage.isEmpty()) {
            return Optional.of(
                    at("image", text, Severity.ERROR, Problem.IMAGE_UNKNOWN, unknownImage(manifest.image(), offers)));
        }
        List<Offer> fitting =
                ofImage.stream().filter(offer -> fits(offer, manifest.arch())).toList();
        if (fitting.isEmpty()) {
            return Optional.of(at("arch", text, Severity.ERROR, Problem.ARCH_UNKNOWN, unknownArch(manifest, ofImage)));
        }
        return fitting.stream().anyMatch(Offer::present)
                ? Optional.empty()
                : Optional.of(at(
                        "image",
                        text,
                        Severity.WARNING,
                        Problem.IMAGE_UNKNOWN,
                        "No runner that is there now offers `%s`; the job waits for one".formatted(manifest.image())));
    }

    private static boolean fits(Offer offer, Arch arch) {
        return arch.isDefault() ? offer.standard() : offer.arch().equals(arch);
    }

    private static String unknownImage(ImageName image, List<Offer> offers) {
        Set<String> names = offers.stream().map(offer -> offer.image().value()).collect(toCollection(TreeSet::new));
        String nearest = NearestKey.of(image.value(), names)
                .map("; the nearest is `%s`"::formatted)
                .orElse("");
        return "No runner offers image `%s`%s; offered: %s"
                .formatted(image, nearest, names.isEmpty() ? "none" : quoted(names));
    }

    private static String unknownArch(Manifest manifest, List<Offer> offers) {
        return "No runner offers image `%s` for `%s`; offered: %s"
                .formatted(
                        manifest.image(),
                        manifest.arch(),
                        quoted(offers.stream()
                                .map(offer -> offer.arch().value())
                                .toList()));
    }

    private static String quoted(Collection<String> names) {
        return names.stream().map("`%s`"::formatted).collect(joining(", "));
    }

    private static Finding at(String key, String text, Severity severity, Problem problem, String sentence) {
        Matcher matcher =
                Pattern.compile("^" + key + "\\s*:", Pattern.MULTILINE).matcher(text);
        if (!matcher.find()) {
            return new Finding(severity, problem, key, 0, 0, sentence);
        }
        int line = (int) text.substring(0, matcher.start()).lines().count() + 1;
        return new Finding(severity, problem, key, line, 1, sentence);
    }
}
