// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.runner.qemu.RealGuests.Job;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever is wrong with a warm template, the job succeeds in a guest that boots, and its setup log says what was done. */
@ExtendWith(RealGuests.Shared.class)
class WarmTemplateIT {
    private static final String RESTORED = "Restored from the warm template";
    private static final String NONE_FITS = "Warm template: none fits this image, qemu and size of guest";
    private static final String THROWN_AWAY = "Warm template: it is thrown away";

    private final RealGuests guests;

    WarmTemplateIT(RealGuests guests) {
        this.guests = guests;
    }

    @Test
    void templateThatFitsIsUsed() {
        guests.startWarm(Map.of());

        assertThat(guests.run("true").setupLog()).contains(RESTORED);
    }

    @Test
    void truncatedTemplateIsThrownAwayAndMadeAnew() throws IOException {
        guests.startWarm(Map.of());
        Path memory = guests.template().orElseThrow().resolve("memory");
        try (FileChannel file = FileChannel.open(memory, StandardOpenOption.WRITE)) {
            file.truncate(file.size() / 2);
        }

        Job job = guests.run("true");

        assertThat(job.setupLog())
                .contains("do not have the sizes that were written down", THROWN_AWAY)
                .doesNotContain(RESTORED);
        guests.awaitTemplate();
        assertThat(guests.run("true").setupLog()).contains(RESTORED);
    }

    @Test
    void templateThatQemuCannotReadIsThrownAway() throws IOException {
        guests.startWarm(Map.of());
        Path memory = guests.template().orElseThrow().resolve("memory");
        long size = Files.size(memory);
        Files.write(memory, new byte[0]);
        try (FileChannel file = FileChannel.open(memory, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[1]), size - 1);
        }

        Job job = guests.run("true");

        assertThat(job.setupLog())
                .contains("no guest runs from it", THROWN_AWAY)
                .doesNotContain(RESTORED);
    }

    /** The guest is saved when its ssh server has ended. */
    @Test
    void templateFromWhichNoGuestAnswersIsThrownAway() throws IOException {
        Path mute = guests.image("debian/mute");
        copyImage(guests.image(RealGuests.IMAGE), mute);
        Files.writeString(mute.resolve("functions"), """

                settle() { guest_ssh -p "$1" 'sudo systemctl stop ssh.socket ssh; sleep 1; sudo pkill -x sshd' || :; }
                """, StandardOpenOption.APPEND);
        guests.start(Map.of());
        String manifest = "image: debian/mute\ntasks:\n  - task: 'true'\n";
        guests.runManifest(manifest);
        guests.awaitTemplate("debian/mute");

        Job job = guests.runManifest(manifest);

        assertThat(job.setupLog()).contains(RESTORED, "gave no answer over ssh", THROWN_AWAY);
    }

    @Test
    void templateOfAnotherQemuIsLeftAlone() throws IOException {
        guests.startWarm(Map.of());
        guests.pretendVersion("QEMU emulator version 99.1");
        try {
            Job job = guests.run("true");

            assertThat(job.setupLog()).contains(NONE_FITS);
        } finally {
            guests.pretendVersion(null);
        }
        guests.start(Map.of());
        assertThat(guests.run("true").setupLog()).contains(RESTORED);
    }

    @Test
    void templateOfALargerGuestIsLeftAlone() {
        guests.startWarm(Map.of());
        guests.start(Map.of("guest.memory", "768"));

        Job job = guests.run("grep MemTotal /proc/meminfo");

        assertThat(job.setupLog()).contains(NONE_FITS);
        assertThat(Integer.parseInt(job.log("task").replaceAll("(?s).*MemTotal: *(\\d+) kB.*", "$1")))
                .isLessThan(768 * 1024);
    }

    @Test
    void templateOfAnEarlierImageIsLeftAlone() throws IOException {
        guests.startWarm(Map.of());
        Path root = guests.image(RealGuests.IMAGE).resolve("amd64/root.img.qcow2");
        Path built = root.resolveSibling("built-anew");
        Files.copy(root, built);
        Files.move(built, root, StandardCopyOption.ATOMIC_MOVE);

        Job job = guests.run("true");

        assertThat(job.setupLog()).contains(NONE_FITS);
    }

    private static void copyImage(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), LinkOption.NOFOLLOW_LINKS);
            }
        }
    }
}
