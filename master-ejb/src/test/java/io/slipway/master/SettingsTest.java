// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.error.ProblemException;
import io.slipway.master.identity.OpenIdSettings;
import io.slipway.settings.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @Test
    void withoutAFileTheDefaultsHold() {
        MasterSettings settings = MasterSettings.from(Settings.of(Map.of()));

        assertThat(settings.name()).isEqualTo("master");
        assertThat(settings.dispatch().origin()).isEqualTo(URI.create("http://127.0.0.1:8080"));
        assertThat(settings.dispatch().uploads()).isEqualTo(URI.create("http://127.0.0.1:8080"));
        assertThat(settings.dispatch().timeLimit()).isEqualTo(Duration.ofMinutes(45));
        assertThat(settings.dispatch().overtime()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.dispatch().lease()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.dispatch().attempts()).isEqualTo(3);
        assertThat(settings.logs().folder()).isEqualTo(Path.of("logs").toAbsolutePath());
        assertThat(settings.logs().limit()).isEqualTo(64L * 1024 * 1024);
        assertThat(settings.artifacts().folder()).isEqualTo(Path.of("artifacts").toAbsolutePath());
        assertThat(settings.artifacts().limit()).isEqualTo(1024L * 1024 * 1024);
        assertThat(settings.access().administrator()).isEqualTo("admin");
        assertThat(settings.access().password()).isEmpty();
        assertThat(settings.access().iterations()).isEqualTo(600_000);
        assertThat(settings.access().longestToken()).isEqualTo(Duration.ofDays(366));
        assertThat(settings.redis().address()).isEqualTo(URI.create("redis://127.0.0.1:6379"));
    }

    @Test
    void uploadsGoToTheOriginUnlessTheyHaveOneOfTheirOwn() {
        MasterSettings settings = MasterSettings.from(Settings.of(Map.of("origin", "https://ci.example.org/")));

        assertThat(settings.dispatch().origin()).isEqualTo(URI.create("https://ci.example.org"));
        assertThat(settings.dispatch().uploads()).isEqualTo(URI.create("https://ci.example.org"));
    }

    @Test
    void aMisspeltKeyIsRefusedByName() {
        assertThatThrownBy(() -> MasterSettings.from(Settings.of(Map.of("job.timelimit", "1h"))))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("job.timelimit")
                .hasMessageContaining("job.time-limit");
    }

    @Test
    void passwordsAreNotPartOfWhatIsPrinted() {
        MasterSettings settings =
                MasterSettings.from(Settings.of(Map.of("admin.password", "horse", "redis.password", "battery")));

        assertThat(settings.toString()).doesNotContain("horse").doesNotContain("battery");
    }

    @Test
    void openIdIsOffWithoutAnIssuer() {
        assertThat(MasterSettings.from(Settings.of(Map.of("openid.name", "Example")))
                        .openId())
                .isNull();
    }

    @Test
    void openIdNeedsAnIssuerAndAClientAndMakesNoAccountsUnlessToldTo() {
        OpenIdSettings settings = MasterSettings.from(Settings.of(Map.of(
                        "origin", "https://ci.example.org/",
                        "openid.issuer", "https://id.example.org/realms/main",
                        "openid.client-id", "slipway",
                        "openid.client-secret", "battery")))
                .openId();

        assertThat(settings)
                .isEqualTo(new OpenIdSettings(
                        URI.create("https://id.example.org/realms/main"),
                        "slipway",
                        "battery",
                        "OpenID",
                        "preferred_username",
                        false,
                        URI.create("https://ci.example.org/login/openid/callback")));
        assertThat(settings.toString()).doesNotContain("battery");
        assertThatThrownBy(() -> MasterSettings.from(Settings.of(Map.of("openid.issuer", "https://id.example.org"))))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("openid.client-id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://id.example.org", "id.example.org", "https:", "ftp://127.0.0.1", "not an address"})
    void anOpenIdProviderNeedsTls(String issuer) {
        assertThatThrownBy(() -> MasterSettings.from(
                        Settings.of(Map.of("openid.issuer", issuer, "openid.client-id", "slipway"))))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("openid.issuer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8888/x", "http://127.0.0.1:8888/x", "http://[::1]:8888/x"})
    void anOpenIdProviderOnThisMachineDoesWithout(String issuer) {
        assertThat(MasterSettings.from(Settings.of(Map.of("openid.issuer", issuer, "openid.client-id", "slipway")))
                        .openId()
                        .issuer())
                .isEqualTo(URI.create(issuer));
    }
}
