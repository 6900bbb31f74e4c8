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

    @Test
    void guestThatAnEarlierProcessLeftAndThatDoesNotEndIsNotForgotten() throws IOException {
        Path stays = Files.createDirectories(folder.resolve("state/guests/7-1"));
        Files.writeString(stays.resolve("containers"), "docker one two\n");
        Path ends = Files.createDirectories(folder.resolve("state/guests/8-1"));

        heartbeat("""
                [ "$2" = sandbox ] || { [ "${SLIPWAY_GUEST_DIR##*/}" = 8-1 ]; exit; }
                echo "docker closed"
                """);

        assertThat(stays.resolve("containers")).hasContent("docker one two");
        assertThat(ends).doesNotExist();
    }

    @Test
    void guestThatNoImageCanEndIsNotForgotten() throws IOException {
        Path stays = Files.createDirectories(folder.resolve("state/guests/7-1"));
        Files.createDirectories(folder.resolve("images"));

        try (RunnerRig rig = rig(folder.resolve("control")).start()) {
            await().until(rig::heartbeat, Optional::isPresent);
        }

        assertThat(stays).exists();
    }

    /** @param script null for none */
    private RunnerAlive heartbeat(String script) throws IOException {
        Path image = Files.createDirectories(folder.resolve("images/some/x86_64"));
        Files.writeString(image.resolveSibling("functions"), "default_arch=x86_64\n");
        Files.writeString(image.resolve("root.img.qcow2"), "");
        Path control = folder.resolve("control");
        if (script != null) {
            String known = "case \"$1 $2\" in 'some sandbox' | 'some cleanup') ;; *) exit 64 ;; esac\n";
            Files.writeString(control, "#!/bin/sh\n" + known + script);
            assertThat(control.toFile().setExecutable(true)).isTrue();
        }
        try (RunnerRig rig = rig(control).start()) {
            return await().until(rig::heartbeat, Optional::isPresent).orElseThrow();
        }
    }

    private RunnerRig rig(Path control) {
        return RunnerRig.of(
                folder,
                Map.of("guest.kind", "qemu", "slots", "3", "guest.ready", "0", "control.command", control.toString()));
    }
}
