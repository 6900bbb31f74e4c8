// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.guest;

import io.slipway.image.Arch;
import io.slipway.image.ImageName;
import io.slipway.job.AttemptRef;
import io.slipway.runner.guest.QemuGuest.Place;
import io.slipway.runner.guest.ReadyPool.Kind;
import io.slipway.runner.process.ProcessLauncher;
import io.slipway.runner.process.ProcessLauncher.Launch;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.SshClient;

/** Makes guests of qemu, by {@code images/control}; has some ready before they are asked for. */
public final class QemuGuestFactory implements GuestFactory {
    private static final long EXPIRE_MINUTES = 1;

    private final SecureRandom random = new SecureRandom();
    private final PortPool ports = new PortPool(random);
    private final GuestRefresh refresh = new GuestRefresh(Clock.systemUTC(), random);
    private SshClient client;
    private ReadyPool pool;

    @Override
    public String kind() {
        return "qemu";
    }

    @Override
    public void open(
            GuestSettings settings, ProcessLauncher launcher, Executor threads, ScheduledExecutorService clockwork) {
        sweep(settings, launcher);
        client = SshConnection.client();
        pool = new ReadyPool(place -> guest(place, settings, launcher), settings, threads, Clock.systemUTC());
        clockwork.scheduleWithFixedDelay(pool::expire, EXPIRE_MINUTES, EXPIRE_MINUTES, TimeUnit.MINUTES);
    }

    /** One that was ready, if there is one; the place of the attempt is not used then. */
    @Override
    public Guest create(
            AttemptRef attempt, ImageName image, Arch arch, GuestSettings settings, ProcessLauncher launcher) {
        Kind kind = new Kind(image, arch);
        Path folder = settings.runs().resolve(attempt.job() + "-" + attempt.epoch());
        QemuGuest guest = pool.take(kind)
                .orElseGet(() -> guest(new Place(attempt.job().toString(), image, arch, folder), settings, launcher));
        guest.onReached(() -> pool.refill(kind));
        return guest;
    }

    private QemuGuest guest(Place place, GuestSettings settings, ProcessLauncher launcher) {
        return new QemuGuest(place, settings, launcher, ports, client, refresh);
    }

    /** A guest that an earlier process left is found by its run folder; any image's control can end it. */
    private static void sweep(GuestSettings settings, ProcessLauncher launcher) {
        List<Path> left = RunFolders.list(settings.runs());
        List<ImageName> images = new ImageFolder(settings.images())
                .offered().stream().map(offered -> offered.name()).toList();
        for (Path folder : left) {
            if (!images.isEmpty()) {
                List<String> arguments = new ArrayList<>(settings.control());
                arguments.addAll(List.of(images.get(0).value(), "cleanup", "1"));
                launcher.run(
                        new Launch(
                                arguments,
                                Map.of(
                                        "SLIPWAY_GUEST_DIR", folder.toString(),
                                        "SLIPWAY_IMAGES", settings.images().toString()),
                                settings.images(),
                                Duration.ofMinutes(1)),
                        OutputStream.nullOutputStream(),
                        end -> () -> {});
            }
            RunFolders.remove(folder);
        }
    }

    @Override
    public void close() {
        pool.close();
        client.stop();
    }
}
