// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.message.RunnerEvent.RunnerAlive;
import io.slipway.runner.fake.RunnerRig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A runner says what its guests begin in, as its {@code images/control} does; here that is a script of the test's own. */
class SandboxCheckTest {
    @TempDir
    private Path folder;

    @Test
    void heartbeatSaysWhatGuestsBeginIn() throws IOException {
        RunnerAlive said = heartbeat("""
                echo "Something else, of no interest"
                echo "docker closed"
                """);

        assertThat(said.sandbox()).isEqualTo("docker closed");
        assertThat(said.slots()).isEqualTo(3);
    }

    @Test
    void runnerWhoseGuestsCannotBeginTakesNoOrders() throws IOException {
        RunnerAlive said = heartbeat("""
                echo "Guests begin in a container, and there is none" >&2
                exit 69
                """);

        assertThat(said.sandbox()).isEmpty();
        assertThat(said.slots()).isZero();
    }

    @Test
    void controlOfAnotherVersionThatDoesNotKnowTheQuestionIsBelievedToStartGuests() throws IOException {
        RunnerAlive said = heartbeat("exit 64\n");

        assertThat(said.sandbox()).isEmpty();
        assertThat(said.slots()).isEqualTo(3);
    }

    @Test
    void controlThatCannotBeStartedStartsNoGuests() throws IOException {
        RunnerAlive said = heartbeat(null);

        assertThat(said.slots()).isZero();
    }

    /** @param script null for none */
    private RunnerAlive heartbeat(String script) throws IOException {
        Path image = Files.createDirectories(folder.resolve("images/some/x86_64"));
        Files.writeString(image.resolveSibling("functions"), "default_arch=x86_64\n");
        Files.writeString(image.resolve("root.img.qcow2"), "");
        Path control = folder.resolve("control");
        if (script != null) {
            Files.writeString(control, "#!/bin/sh\n[ \"$1 $2\" = 'some sandbox' ] || exit 64\n" + script);
            assertThat(control.toFile().setExecutable(true)).isTrue();
        }
        try (RunnerRig rig = RunnerRig.of(
                        folder,
                        Map.of(
                                "guest.kind",
                                "qemu",
                                "slots",
                                "3",
                                "guest.ready",
                                "0",
                                "control.command",
                                control.toString()))
                .start()) {
            return await().until(rig::heartbeat, Optional::isPresent).orElseThrow();
        }
    }
}
