// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.object.ObjectSettings;
import io.slipway.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectSettingsTest {
    private static final Map<String, String> NEEDED = Map.of(
            "artifacts.store", "s3",
            "artifacts.s3.upstream", "s3.example.org",
            "artifacts.s3.access-key", "access",
            "artifacts.s3.secret-key", "horse battery",
            "artifacts.s3.bucket", "slipway");

    @TempDir
    private Path folder;

    private static MasterSettings with(String... more) {
        Map<String, String> all = new HashMap<>(NEEDED);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return MasterSettings.from(Settings.of(all));
    }

    @Test
    void withoutAnyThereIsNone() {
        assertThat(MasterSettings.from(Settings.of(Map.of())).objects()).isNull();
    }

    @Test
    void theDefaultsHold() {
        ObjectSettings settings = with().objects();

        assertThat(settings.takesNew()).isTrue();
        assertThat(settings.upstream()).isEqualTo(URI.create("https://s3.example.org"));
        assertThat(settings.outside()).isEqualTo(settings.upstream());
        assertThat(settings.region()).isEqualTo("us-east-1");
        assertThat(settings.prefix()).isEmpty();
        assertThat(settings.pathStyle()).isTrue();
        assertThat(settings.uploadTime()).isEqualTo(Duration.ofMinutes(15));
        assertThat(settings.downloadTime()).isEqualTo(Duration.ofMinutes(5));
        assertThat(with().artifacts().keep()).isZero();
    }

    @Test
    void theStoreMayBeOneForOldArtifactsOnly() {
        assertThat(with("artifacts.store", "folder").objects().takesNew()).isFalse();
    }

    @Test
    void theSecretKeyMayStandInAFileAndIsNeverPrinted() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "battery staple\n");
        MasterSettings settings = with("artifacts.s3.secret-key", "file:" + file);

        assertThat(settings.objects().keys().secret()).isEqualTo("battery staple");
        assertThat(settings.toString()).doesNotContain("battery");
    }

    @Test
    void theSecretKeyMayStandInTheEnvironment() {
        assertThat(with("artifacts.s3.secret-key", "env:PATH").objects().keys().secret())
                .isEqualTo(System.getenv("PATH").strip());
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> with("artifacts.s3.secret-key", "env:SLIPWAY_NOBODY_SETS_THIS"))
                .withMessageContaining("the environment variable `SLIPWAY_NOBODY_SETS_THIS`, which is not set");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "artifacts.s3.upstream",
                "artifacts.s3.access-key",
                "artifacts.s3.secret-key",
                "artifacts.s3.bucket"
            })
    void whatIsNeededIsNamed(String key) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> with(key, ""))
                .withMessageContaining("key `%s` is needed", key);
    }

    @ParameterizedTest
    @CsvSource({
        "artifacts.store, cloud",
        "artifacts.s3.upstream, ftp://s3.example.org",
        "artifacts.s3.upstream, https://s3.example.org/bucket",
        "artifacts.s3.upstream, https://user@s3.example.org",
        "artifacts.s3.upstream, s3 example",
        "artifacts.s3.outside, https://",
        "artifacts.s3.prefix, a/../b",
        "artifacts.s3.prefix, a//b",
        "artifacts.s3.upload-time, 30s",
        "artifacts.s3.upload-time, 169h",
        "artifacts.s3.download-time, 0s",
        "artifact.limit, 5368709121"
    })
    void whatMakesNoSenseIsRefused(String key, String value) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> with(key, value))
                .satisfies(refused -> assertThat(refused.problem()).isEqualTo(Problem.SETTING_ILLEGAL))
                .withMessageContaining("`%s` is", key);
    }

    @ParameterizedTest
    @CsvSource({"/a/b/, a/b/", "a, a/", "/, ''"})
    void aPrefixHasOneSlashAtItsEnd(String given, String kept) {
        assertThat(with("artifacts.s3.prefix", given).objects().prefix()).isEqualTo(kept);
    }
}
