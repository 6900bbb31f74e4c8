// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SandboxSettingsTest {
    @Test
    void guestsBeginInAContainerAndDoNotReachThisMachineUnlessItIsSaid() {
        assertThat(SandboxSettings.from(Settings.of(Map.of())).environment())
                .containsEntry("SLIPWAY_SANDBOX", "container")
                .containsEntry("SLIPWAY_HOST_ACCESS", "no")
                .containsEntry("SLIPWAY_EGRESS_ALLOW", "");
    }

    @Test
    void whatIsSaidReachesControl() {
        Settings settings = Settings.of(Map.of(
                "guest.sandbox", "qemu",
                "guest.host-access", "true",
                "guest.egress.allow", "10.1.0.0/16, 2001:db8::/32",
                "guest.egress.deny", "203.0.113.7",
                "guest.name-servers", "10.1.0.53"));

        assertThat(SandboxSettings.from(settings).environment())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "SLIPWAY_SANDBOX", "qemu",
                        "SLIPWAY_HOST_ACCESS", "yes",
                        "SLIPWAY_EGRESS_ALLOW", "10.1.0.0/16 2001:db8::/32",
                        "SLIPWAY_EGRESS_DENY", "203.0.113.7",
                        "SLIPWAY_NAMESERVERS", "10.1.0.53"));
    }

    @Test
    void anotherMeansIsRefusedAndTheOnesThatThereAreAreNamed() {
        Settings settings = Settings.of(Map.of("guest.sandbox", "chroot"));

        assertThatThrownBy(() -> SandboxSettings.from(settings))
                .hasMessageContaining("Key `guest.sandbox` is `chroot`; `docker`, `podman`, `qemu` are allowed");
    }
}
