// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.image.Arch;
import io.slipway.image.ImageName;
import io.slipway.runner.guest.GuestSettings;
import io.slipway.runner.process.ProcessLauncher;
import io.slipway.runner.qemu.QemuGuest.Means;
import io.slipway.runner.qemu.ReadyPool.Kind;
import io.slipway.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.sshd.client.SshClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guests that wait, with a control that starts a program in place of qemu. */
class ReadyPoolTest {
    /** Its boot is ended early, and not before the guest runs: who cleans up at once finds nothing. */
    private static final String CONTROL = """
            #!/bin/sh
            case $2 in
            boot)
            	trap '' TERM
            	mkdir -p "$SLIPWAY_GUEST_DIR"
            	touch "${0%/*}/booting"
            	sleep 1
            	setsid sleep 600 >/dev/null 2>&1 &
            	echo $! >"$SLIPWAY_GUEST_DIR/pid"
            	cp "$SLIPWAY_GUEST_DIR/pid" "${0%/*}/guest"
            	exit 143
            	;;
            cleanup)
            	[ ! -f "$SLIPWAY_GUEST_DIR/pid" ] || kill -KILL "$(cat "$SLIPWAY_GUEST_DIR/pid")"
            	;;
            esac
            """;

    @TempDir
    private Path folder;

    @Test
    void closingEndsTheGuestThatIsBeingMade() throws IOException {
        beginOneAndClose();

        assertThat(folder.resolve("guests")).isEmptyDirectory();
        long guest = Long.parseLong(Files.readString(folder.resolve("guest")).strip());
        await().until(() ->
                ProcessHandle.of(guest).map(process -> !process.isAlive()).orElse(true));
    }

    @Test
    void guestGetsNoFolderWhereAnEarlierOneDidNotEnd() throws IOException {
        Path left = Files.createDirectories(folder.resolve("guests/ready-1"));
        Files.writeString(left.resolve("containers"), "docker one two\n");

        beginOneAndClose();

        assertThat(left.resolve("containers")).hasContent("docker one two");
        assertThat(folder.resolve("guests")).isDirectoryNotContaining(other -> !other.equals(left));
    }

    private void beginOneAndClose() throws IOException {
        Path control = folder.resolve("control");
        Files.writeString(control, CONTROL);
        assertThat(control.toFile().setExecutable(true)).isTrue();
        ExecutorService threads = Executors.newCachedThreadPool();
        SshClient client = SshConnection.client();
        GuestSettings settings = GuestSettings.from(
                Settings.of(Map.of(
                        "images.folder",
                        folder.toString(),
                        "control.command",
                        control.toString(),
                        "guest.memory",
                        "64")),
                folder);
        Means means = new Means(
                new ProcessLauncher(threads),
                new PortPool(new SecureRandom()),
                client,
                new GuestRefresh(Clock.systemUTC(), new SecureRandom()));
        ReadyPool pool = new ReadyPool(
                place -> new QemuGuest(place, settings, means),
                settings,
                threads,
                new GuestCounts(),
                Clock.systemUTC());
        Kind kind = new Kind(new ImageName("debian/bookworm"), new Arch("amd64"));
        pool.take(kind);
        pool.restock(kind);
        await().until(() -> Files.exists(folder.resolve("booting")));

        pool.close();
        client.stop();
        threads.shutdownNow();
    }
}
