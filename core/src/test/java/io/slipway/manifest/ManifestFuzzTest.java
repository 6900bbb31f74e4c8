// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.slipway.manifest.MatrixExpansion.Expanded;
import io.slipway.manifest.MatrixExpansion.Expansion;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Whatever bytes are handed in as a manifest; `./slipway fuzz manifest` makes them. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class ManifestFuzzTest {
    private static final int MOST_JOBS = 16;

    /** Of all findings together, in characters. */
    private static final int LONGEST_ANSWER = 1 << 20;

    private final ManifestParser parser = new ManifestParser();
    private final MatrixExpansion expansion = new MatrixExpansion(parser, MOST_JOBS);

    @FuzzTest
    void bytesAreAManifestOrAreRefusedWithFindings(byte[] bytes) {
        Optional<CheckedManifest> checked = parsed(bytes);
        text(bytes).ifPresent(text -> requireThatItExpands(text, checked));
    }

    private Optional<CheckedManifest> parsed(byte[] bytes) {
        try {
            CheckedManifest checked = parser.parse(bytes);
            requireReadable(checked.warnings());
            assertThat(checked.warnings()).noneMatch(Finding::isError);
            return Optional.of(checked);
        } catch (ManifestException e) {
            requireReadable(e.findings());
            assertThat(e.findings()).anyMatch(Finding::isError);
            return Optional.empty();
        }
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(ManifestParser.text(bytes));
        } catch (ManifestException e) {
            return Optional.empty();
        }
    }

    private void requireThatItExpands(String text, Optional<CheckedManifest> checked) {
        try {
            Expansion expanded = expansion.expand(text);
            requireReadable(expanded.warnings());
            assertThat(expanded.manifests()).hasSizeBetween(1, MOST_JOBS);
            expanded.manifests().forEach(this::requireThatItIsReadAgain);
        } catch (ManifestException e) {
            requireReadable(e.findings());
            assertThat(e.findings()).anyMatch(Finding::isError);
        }
    }

    /** What is written with one combination is what the runner reads. */
    private void requireThatItIsReadAgain(Expanded one) {
        assertThat(parser.parse(one.text()).manifest()).isEqualTo(one.checked().manifest());
        Expansion again = expansion.expand(one.text());
        if (one.combination().values().isEmpty()) {
            assertThat(again.manifests()).hasSize(1);
            return;
        }
        assertThat(again.manifests()).hasSize(1);
        assertThat(again.manifests().get(0).combination()).isEqualTo(one.combination());
        assertThat(again.manifests().get(0).checked().manifest())
                .isEqualTo(one.checked().manifest());
    }

    private static void requireReadable(List<Finding> findings) {
        int length = 0;
        for (Finding finding : findings) {
            length += finding.path().length() + finding.sentence().length();
            assertThat(finding.sentence().codePoints()).noneMatch(Character::isISOControl);
        }
        assertThat(length).isLessThan(LONGEST_ANSWER);
    }
}
