// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.guest;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.image.Arch;
import io.slipway.image.ImageName;
import io.slipway.manifest.ShellText;
import io.slipway.runner.process.ProcessLauncher;
import io.slipway.runner.process.ProcessLauncher.Launch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.client.SshClient;

/** A guest that {@code images/control} starts, from the warm template when there is one, reached by one ssh connection. */
final class QemuGuest implements Guest {
    private static final System.Logger LOG = System.getLogger(QemuGuest.class.getName());
    private static final int PORT_TAKEN = 75;
    private static final int PORT_TRIES = 5;
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration WARM = Duration.ofMinutes(10);
    private static final Duration LOGIN = Duration.ofSeconds(60);
    private static final Duration INSTALL = Duration.ofDays(1);
    private static final int PROBE_MILLIS = 50;

    private final Place place;
    private final GuestSettings settings;
    private final ProcessLauncher launcher;
    private final PortPool ports;
    private final SshClient client;
    private final GuestRefresh refresh;
    private final Map<Runnable, Boolean> running = new ConcurrentHashMap<>();
    private final HomeSettings home;
    private int port;
    private volatile SshConnection connection;
    private Runnable onReached = () -> {};
    private volatile boolean interrupted;
    private volatile boolean closed;

    /**
     * What is booted, and where.
     *
     * @param name number of the job, or {@code ready}; shown in the name of its process
     * @param folder its run folder
     */
    record Place(String name, ImageName image, Arch arch, Path folder) {}

    QemuGuest(
            Place place,
            GuestSettings settings,
            ProcessLauncher launcher,
            PortPool ports,
            SshClient client,
            GuestRefresh refresh) {
        this.place = place;
        this.settings = settings;
        this.launcher = launcher;
        this.ports = ports;
        this.client = client;
        this.refresh = refresh;
        this.home = ImageConfig.read(settings.images().resolve(place.image().value()));
    }

    /** Makes the warm template of its image if there is none yet; takes as long as a boot. */
    void warm() {
        if (!home.refresh().isEmpty()) {
            int code = control(
                    WARM, OutputStream.nullOutputStream(), "warm", place.arch().value());
            if (code != 0) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Making the warm template of image {0}: control ended with exit code {1}; its guests boot cold",
                        place.image(),
                        code);
            }
        }
    }

    /** Whether it was booted and awaited, and still answers. */
    boolean isReached() {
        SshConnection open = connection;
        return open != null && open.isOpen();
    }

    /** @param then run once, when the attempt that has this guest has reached it */
    void onReached(Runnable then) {
        onReached = then;
    }

    @Override
    public void boot(OutputStream log) {
        if (isReached()) {
            say(log, "A guest was ready");
            return;
        }
        for (int tries = 1; ; tries++) {
            port = ports.take();
            int code = control(START, log, "boot", place.arch().value(), Integer.toString(port));
            if (code == 0) {
                return;
            }
            ports.giveBack(port);
            port = 0;
            check();
            if (code != PORT_TAKEN || tries == PORT_TRIES) {
                throw new ProblemException(
                        Problem.GUEST_NOT_STARTED,
                        "Booting image `%s` (%s): control ended with exit code %d"
                                .formatted(place.image(), place.arch(), code));
            }
        }
    }

    @Override
    public void await() {
        if (!isReached()) {
            awaitReached();
        }
        onReached.run();
    }

    private void awaitReached() {
        long deadline = System.nanoTime() + settings.await().toNanos();
        int probes = 0;
        while (System.nanoTime() < deadline) {
            check();
            probes++;
            if (greets()) {
                try {
                    reach();
                    return;
                } catch (IOException e) {
                    LOG.log(System.Logger.Level.DEBUG, "Guest {0}: {1}", place.name(), e.getMessage());
                }
            }
            pause();
        }
        throw new ProblemException(
                Problem.GUEST_SILENT,
                "Awaiting guest `%s`: no answer over ssh within %d s (%d probes)"
                        .formatted(place.name(), settings.await().toSeconds(), probes));
    }

    private void reach() throws IOException {
        SshConnection open = SshConnection.open(client, port, LOGIN);
        if (!home.refresh().isEmpty()) {
            refresh.perform(open, home.refresh());
        }
        connection = open;
    }

    private static void say(OutputStream log, String sentence) {
        try {
            log.write((sentence + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ProblemException(Problem.DISK_REFUSED, "Writing the setup log: " + e, e);
        }
    }

    /** qemu takes connections before the guest does, so only the greeting of the guest's ssh server counts. */
    private boolean greets() {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(1000);
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            return socket.getInputStream().read() == 'S';
        } catch (IOException e) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PROBE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Problem.RUNNER_STOPPED, "Awaiting a guest: the runner is stopping", e);
        }
    }

    @Override
    public HomeSettings home() {
        return home;
    }

    @Override
    public void send(List<GuestFile> files) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        byte[] archive = FileArchive.of(files);
        int code = connection()
                .run(
                        "tar -xpf - -C " + ShellText.quoted(home.folder()),
                        false,
                        new ByteArrayInputStream(archive),
                        said);
        if (code != 0) {
            throw new ProblemException(
                    Problem.GUEST_LOST,
                    "Sending %d files to the guest: tar ended with exit code %d: %s"
                            .formatted(files.size(), code, said.toString(StandardCharsets.UTF_8)));
        }
    }

    @Override
    public int addRepository(String name, String source, OutputStream log) {
        return control(INSTALL, log, "add-repo", Integer.toString(port), name, source);
    }

    @Override
    public int install(List<String> packages, OutputStream log) {
        List<String> arguments = new ArrayList<>(List.of("install", Integer.toString(port)));
        arguments.addAll(packages);
        return control(INSTALL, log, arguments.toArray(String[]::new));
    }

    @Override
    public int run(String command, boolean terminal, OutputStream log) {
        return connection().run("cd %s && %s".formatted(ShellText.quoted(home.folder()), command), terminal, null, log);
    }

    @Override
    public void fetch(String path, long limit, Path to) throws IOException {
        GuestFetch.fetch(connection(), home, path, limit, to);
    }

    private SshConnection connection() {
        check();
        SshConnection open = connection;
        if (open == null) {
            throw new ProblemException(Problem.GUEST_LOST, "Guest `%s` was not reached".formatted(place.name()));
        }
        return open;
    }

    private void check() {
        if (interrupted || closed) {
            throw new ProblemException(Problem.RUNNER_STOPPED, "Guest `%s` was ended".formatted(place.name()));
        }
    }

    private int control(Duration deadline, OutputStream log, String... verb) {
        List<String> arguments = new ArrayList<>(settings.control());
        arguments.add(place.image().value());
        arguments.addAll(List.of(verb));
        Map<String, String> environment = Map.of(
                "SLIPWAY_GUEST_DIR", place.folder().toString(),
                "SLIPWAY_IMAGES", settings.images().toString(),
                "SLIPWAY_TEMPLATES",
                        home.refresh().isEmpty() ? "" : settings.templates().toString(),
                "SLIPWAY_GUEST_CPUS", Integer.toString(settings.cpus()),
                "MEMORY", Integer.toString(settings.memory()),
                "BUILD_JOB_ID", place.name());
        return launcher.run(new Launch(arguments, environment, settings.images(), deadline), log, this::watch);
    }

    private Runnable watch(Runnable end) {
        running.put(end, true);
        return () -> running.remove(end);
    }

    @Override
    public void interrupt() {
        interrupted = true;
        running.keySet().forEach(Runnable::run);
        SshConnection open = connection;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (connection != null) {
            connection.close();
        }
        if (port != 0) {
            int code = control(START, OutputStream.nullOutputStream(), "cleanup", Integer.toString(port));
            ports.giveBack(port);
            if (code != 0) {
                LOG.log(System.Logger.Level.WARNING, "Guest {0}: cleanup ended with {1}", place.name(), code);
                return;
            }
        }
        RunFolders.remove(place.folder());
    }
}
