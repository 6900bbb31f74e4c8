// SPDX-License-Identifier: Apache-2.0
package io.slipway.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.image.Sandbox.Means;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxTest {
    @ParameterizedTest
    @CsvSource({"docker closed, DOCKER, false", "podman open, PODMAN, true", "qemu closed, QEMU, false"})
    void isReadFromTheTextThatControlPrints(String text, Means means, boolean open) {
        assertThat(Sandbox.of(text)).contains(new Sandbox(means, open));
        assertThat(new Sandbox(means, open)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "docker", "docker closed ", "gvisor closed", "DOCKER closed", "<b>docker</b> closed"})
    void nothingElseIsRead(String text) {
        assertThat(Sandbox.of(text)).isEmpty();
    }

    @Test
    void onlyPlainQemuIsNoContainer() {
        assertThat(new Sandbox(Means.DOCKER, true).isContainer()).isTrue();
        assertThat(new Sandbox(Means.PODMAN, false).isContainer()).isTrue();
        assertThat(new Sandbox(Means.QEMU, false).isContainer()).isFalse();
    }
}
