// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import io.slipway.error.ProblemException;
import io.slipway.image.Arch;
import io.slipway.image.ImageName;
import io.slipway.job.AttemptRef;
import io.slipway.runner.guest.Guest;
import io.slipway.runner.guest.GuestFactory;
import io.slipway.runner.guest.GuestSettings;
import io.slipway.runner.guest.ImageFolder;
import io.slipway.runner.process.ProcessLauncher;
import io.slipway.runner.process.ProcessLauncher.Launch;
import io.slipway.runner.qemu.ImageControl.Place;
import io.slipway.runner.qemu.QemuGuest.Means;
import io.slipway.runner.qemu.ReadyPool.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.sshd.client.SshClient;

/** Makes guests of qemu, by {@code images/control}; has some ready before they are asked for. */
public final class QemuGuestFactory implements GuestFactory {
    private static final System.Logger LOG = System.getLogger(QemuGuestFactory.class.getName());
    private static final Duration TEND = Duration.ofMinutes(1);
    private static final Duration ASK = Duration.ofSeconds(30);
    /** A guest for the next attempt is begun so long after the last one got its own, so that a short job has the machine alone. */
    private static final Duration BEHIND = Duration.ofSeconds(5);

    private final SecureRandom random = new SecureRandom();
    private final GuestCounts counts = new GuestCounts();
    private final Supplier<SshClient> clients;
    private SshClient client;
    private ScheduledExecutorService clockwork;
    private Means means;
    private ReadyPool pool;
    private volatile SandboxCheck sandbox;

    public QemuGuestFactory() {
        this(SshConnection::client);
    }

    /** @param clients gives a started client, which is ended with this */
    QemuGuestFactory(Supplier<SshClient> clients) {
        this.clients = clients;
    }

    @Override
    public String kind() {
        return "qemu";
    }

    @Override
    public void open(
            GuestSettings settings, ProcessLauncher launcher, Executor threads, ScheduledExecutorService clockwork) {
        sweep(settings, launcher);
        this.clockwork = clockwork;
        SandboxCheck check = new SandboxCheck(settings, launcher);
        check.ask();
        sandbox = check;
        clockwork.scheduleWithFixedDelay(
                () -> threads.execute(check::ask), ASK.toMillis(), ASK.toMillis(), TimeUnit.MILLISECONDS);
        client = clients.get();
        means = new Means(launcher, new PortPool(random), client, new GuestRefresh(Clock.systemUTC(), random));
        pool = new ReadyPool(
                place -> new QemuGuest(place, settings, means), settings, threads, counts, Clock.systemUTC());
        clockwork.scheduleWithFixedDelay(pool::tend, TEND.toMillis(), TEND.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** One that was ready, if there is one; else one that the attempt has to wait for. */
    @Override
    public Guest create(
            AttemptRef attempt, ImageName image, Arch arch, GuestSettings settings, ProcessLauncher launcher) {
        Kind kind = new Kind(image, arch);
        Optional<QemuGuest> ready = pool.take(kind);
        ready.ifPresent(guest -> serve(guest, attempt));
        QemuGuest guest = ready.orElseGet(() -> {
            return new QemuGuest(
                    new Place(attempt.job().toString(), image, arch, RunFolders.of(settings.runs(), attempt)),
                    settings,
                    means);
        });
        guest.whenReached(() -> {
            count(attempt, ready.isPresent(), guest.beginning());
            pool.began(kind, guest);
            clockwork.schedule(() -> pool.restock(kind), BEHIND.toMillis(), TimeUnit.MILLISECONDS);
        });
        guest.whenClosed(() -> pool.restock(kind));
        return guest;
    }

    private static void serve(QemuGuest guest, AttemptRef attempt) {
        try {
            guest.serve(attempt);
        } catch (ProblemException e) {
            guest.close();
            throw e;
        }
    }

    @Override
    public OptionalInt rescue(
            AttemptRef attempt,
            ImageName image,
            Arch arch,
            GuestSettings settings,
            ProcessLauncher launcher,
            Path folder) {
        return RunFolders.find(settings.runs(), attempt)
                .map(left -> {
                    Place place = new Place(attempt.job().toString(), image, arch, left);
                    OptionalInt kept = new ImageControl(place, settings, false, launcher).keep();
                    kept.ifPresent(number -> RunFolders.move(left, folder));
                    return kept;
                })
                .orElse(OptionalInt.empty());
    }

    @Override
    public Guest restore(
            AttemptRef attempt,
            ImageName image,
            Arch arch,
            GuestSettings settings,
            ProcessLauncher launcher,
            Path checkpoint) {
        Place place = new Place(
                attempt.job().toString(),
                image,
                arch,
                RunFolders.of(settings.runs(), attempt),
                Optional.of(checkpoint));
        QemuGuest guest = new QemuGuest(place, settings, means);
        guest.whenReached(() -> count(attempt, false, guest.beginning()));
        return guest;
    }

    @Override
    public String sandbox() {
        return sandbox == null ? "" : sandbox.sandbox();
    }

    @Override
    public boolean canBegin() {
        return sandbox == null || sandbox.canBegin();
    }

    /** How many guests wait for an attempt. */
    int waiting() {
        return pool.waiting();
    }

    private void count(AttemptRef attempt, boolean ready, Beginning beginning) {
        if (ready) {
            counts.servedReady();
        } else {
            counts.made(beginning);
            counts.served(beginning);
        }
        LOG.log(
                System.Logger.Level.INFO,
                "Job {0} has a guest: {1}; so far {2}",
                attempt.job(),
                ready ? "ready" : beginning.word(),
                counts);
    }

    /**
     * A guest that an earlier process left is found by its run folder; any image's control can end it. The folder of one that may run on
     * stays: nothing else knows of it, and the next start tries again.
     */
    private static void sweep(GuestSettings settings, ProcessLauncher launcher) {
        List<Path> left = RunFolders.list(settings.runs());
        Optional<ImageName> image = new ImageFolder(settings.images())
                .offered().stream().map(offered -> offered.name()).findFirst();
        for (Path folder : left) {
            if (image.isPresent() && cleanUp(folder, image.get(), settings, launcher)) {
                RunFolders.remove(folder);
            } else if (image.isEmpty()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Run folder {0} stays: there is no image to end its guest by",
                        folder);
            }
        }
    }

    private static boolean cleanUp(Path folder, ImageName image, GuestSettings settings, ProcessLauncher launcher) {
        List<String> arguments = new ArrayList<>(settings.control());
        arguments.addAll(List.of(image.value(), "cleanup", "1"));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code = launcher.run(
                new Launch(
                        arguments,
                        Map.of(
                                "SLIPWAY_GUEST_DIR", folder.toString(),
                                "SLIPWAY_IMAGES", settings.images().toString()),
                        settings.images(),
                        Duration.ofMinutes(1)),
                said,
                end -> () -> {});
        if (code != 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Run folder {0} stays: ending its guest failed with {1}: {2}",
                    folder,
                    code,
                    said.toString(StandardCharsets.UTF_8).strip());
        }
        return code == 0;
    }

    @Override
    public void close() {
        pool.close();
        client.stop();
    }
}
