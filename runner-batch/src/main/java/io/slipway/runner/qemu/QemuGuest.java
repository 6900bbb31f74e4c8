// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.manifest.ShellText;
import io.slipway.runner.guest.CachedFolders;
import io.slipway.runner.guest.CachedFolders.Packed;
import io.slipway.runner.guest.Guest;
import io.slipway.runner.guest.GuestPath;
import io.slipway.runner.guest.GuestSettings;
import io.slipway.runner.guest.GuestTerminal;
import io.slipway.runner.guest.HomeSettings;
import io.slipway.runner.guest.Matches;
import io.slipway.runner.process.ProcessLauncher;
import io.slipway.runner.qemu.ImageControl.Action;
import io.slipway.runner.qemu.ImageControl.Place;
import io.slipway.runner.qemu.SshConnection.Begun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.apache.sshd.client.SshClient;

/** A guest that {@code images/control} starts, from the warm template when there is one, reached by one ssh connection. */
final class QemuGuest implements Guest {
    private static final System.Logger LOG = System.getLogger(QemuGuest.class.getName());

    private final Place place;
    private final GuestSettings settings;
    private final ImageControl control;
    private final HomeSettings home;
    private final GuestStart start;
    private final ByteArrayOutputStream made = new ByteArrayOutputStream();
    /** Of a guest that is ready: takes the files that an attempt sends. */
    private volatile Begun waiting;

    private volatile SshConnection connection;
    private volatile Runnable whenReached = () -> {};
    private volatile Runnable whenClosed = () -> {};
    private volatile boolean interrupted;
    private volatile boolean closed;

    /** What every guest of a runner is made with. */
    record Means(ProcessLauncher launcher, PortPool ports, SshClient client, GuestRefresh refresh) {}

    QemuGuest(Place place, GuestSettings settings, Means means) {
        this.place = place;
        this.settings = settings;
        this.home = ImageConfig.read(settings.images().resolve(place.image().value()));
        this.control = new ImageControl(place, settings, hasTemplates(), means.launcher());
        this.start = new GuestStart(control, home, settings, means, this::check);
    }

    /** Whether guests of its image may begin from a warm template. */
    boolean hasTemplates() {
        return settings.warm() && !home.refresh().isEmpty();
    }

    /**
     * Makes the warm template of its image if there is none yet; takes as long as a boot.
     *
     * @throws ProblemException GUEST_NOT_STARTED when there is none then
     */
    void warm() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code = control.warm(said);
        if (code != 0) {
            throw new ProblemException(
                    Problem.GUEST_NOT_STARTED,
                    "Making the warm template of image `%s`: control ended with exit code %d: %s"
                            .formatted(
                                    place.image(),
                                    code,
                                    said.toString(StandardCharsets.UTF_8).strip()));
        }
    }

    /** Boots and reaches it before an attempt asks for it; what was said meanwhile is told to the attempt that takes it. */
    void makeReady() {
        start.boot(made);
        connection = start.reach();
        rehearse();
        waiting = beginUnpacking();
    }

    /**
     * Does once what every attempt begins with, and leaves nothing: whatever a machine does for the first time is slow, of a guest that is
     * emulated most of all.
     */
    private void rehearse() {
        send(List.of());
        run("env bash -xec true", true, OutputStream.nullOutputStream());
    }

    /**
     * Gives it the time and new random bytes once more: a guest's clock drifts while it waits.
     *
     * @throws ProblemException GUEST_LOST when it does not answer
     */
    void refresh() {
        start.refresh(connection());
    }

    /** Notes for whom it is, so that it is found when this process was killed. */
    @Override
    public void serve(AttemptRef attempt) {
        RunFolders.claim(place.folder(), attempt);
    }

    /** Whether it was booted and awaited, and still answers. */
    boolean isReached() {
        SshConnection open = connection;
        return open != null && open.isOpen();
    }

    /** Where it began; of no meaning before it was booted. */
    Beginning beginning() {
        return start.beginning();
    }

    /** @param then run once, when the attempt that has this guest has reached it */
    void whenReached(Runnable then) {
        whenReached = then;
    }

    /** @param then run once, when it was thrown away */
    void whenClosed(Runnable then) {
        whenClosed = then;
    }

    @Override
    public void boot(OutputStream log) {
        if (!isReached()) {
            start.end();
            start.boot(log);
            return;
        }
        try {
            log.write("A guest was ready. When it was made:\n".getBytes(StandardCharsets.UTF_8));
            made.writeTo(log);
        } catch (IOException e) {
            throw new ProblemException(Problem.DISK_REFUSED, "Writing the setup log: " + e, e);
        }
    }

    @Override
    public void await() {
        if (!isReached()) {
            connection = start.reach();
        }
        whenReached.run();
    }

    @Override
    public HomeSettings home() {
        return home;
    }

    @Override
    public void send(List<GuestFile> files) {
        Begun unpacking = waiting == null ? beginUnpacking() : waiting;
        waiting = null;
        int code = unpacking.finish(FileArchive.of(files));
        if (code != 0) {
            throw new ProblemException(
                    Problem.GUEST_LOST,
                    "Sending %d files to the guest: tar ended with exit code %d: %s"
                            .formatted(files.size(), code, unpacking.said()));
        }
    }

    private Begun beginUnpacking() {
        return connection().begin("tar -xpf - -C " + ShellText.quoted(home.folder()));
    }

    @Override
    public int addRepository(String name, String source, OutputStream log) {
        return act(Action.ADD_REPOSITORY, List.of(name, source), log);
    }

    @Override
    public int install(List<String> packages, OutputStream log) {
        return act(Action.INSTALL, packages, log);
    }

    /** Over the connection that is open, when the image tells what is to be run. */
    private int act(Action action, List<String> arguments, OutputStream log) {
        ByteArrayOutputStream script = new ByteArrayOutputStream();
        int code = control.script(action, arguments, script);
        String text = script.toString(StandardCharsets.UTF_8);
        return switch (code) {
            case 0 -> connection().run("exec sh -c " + ShellText.quoted(text), false, null, log);
            case ImageControl.UNAVAILABLE -> control.act(action, start.port(), arguments, log);
            default -> refused(code, text, log);
        };
    }

    private static int refused(int code, String sentence, OutputStream log) {
        try {
            log.write(sentence.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ProblemException(Problem.DISK_REFUSED, "Writing the setup log: " + e, e);
        }
        return code;
    }

    @Override
    public int run(String command, boolean terminal, OutputStream log) {
        return connection().run(fromHome(command), terminal, null, log);
    }

    private int shell(String command, InputStream input, OutputStream output) {
        return connection().run(fromHome(command), false, input, output);
    }

    private String fromHome(String command) {
        return "cd %s && %s".formatted(ShellText.quoted(home.folder()), command);
    }

    @Override
    public List<Matches> find(List<String> entries, int most) {
        return GuestFind.find(this::shell, entries, most);
    }

    @Override
    public void fetch(GuestPath path, long limit, Path to) throws IOException {
        GuestFetch.fetch(this::shell, path, limit, to);
    }

    @Override
    public Packed pack(CachedFolders cache, long limit, Path to) throws IOException {
        return GuestCache.pack(this::shell, cache, limit, to);
    }

    @Override
    public void unpack(CachedFolders cache, Path archive) throws IOException {
        GuestCache.unpack(this::shell, cache, archive);
    }

    @Override
    public boolean checkpoint(int number) {
        check();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code = control.checkpoint(number, said);
        String text = said.toString(StandardCharsets.UTF_8).strip();
        LOG.log(Level.INFO, "Guest {0}, checkpoint {1}: {2}", place.name(), number, text);
        return code == 0;
    }

    @Override
    public synchronized OptionalInt keep(Path folder) {
        OptionalInt kept = closed ? OptionalInt.empty() : control.keep();
        if (kept.isPresent()) {
            closed = true;
            if (connection != null) {
                connection.close();
            }
            start.ended();
            whenClosed.run();
            RunFolders.move(place.folder(), folder);
        }
        return kept;
    }

    @Override
    public GuestTerminal open(GuestTerminal.Request request) {
        check();
        return start.visit().open(request);
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

    @Override
    public void interrupt() {
        interrupted = true;
        control.interrupt();
        SshConnection open = connection;
        if (open == null) {
            start.abandon();
        } else {
            open.interrupt();
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
        if (start.end()) {
            RunFolders.remove(place.folder());
        }
        whenClosed.run();
    }
}
