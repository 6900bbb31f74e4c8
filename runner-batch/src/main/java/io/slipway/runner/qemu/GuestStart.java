// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.runner.guest.GuestSettings;
import io.slipway.runner.guest.HomeSettings;
import io.slipway.runner.qemu.QemuGuest.Means;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Starts one guest and reaches it by ssh: from the warm template when there is one, and from its boot when the template is good for
 * nothing.
 */
final class GuestStart {
    private static final System.Logger LOG = System.getLogger(GuestStart.class.getName());
    private static final int PORT_TRIES = 5;
    private static final Duration LOGIN = Duration.ofSeconds(60);
    /** A restored guest answers within seconds; one that does not by then never will. */
    private static final Duration RESTORED = Duration.ofSeconds(45);

    private static final int PROBE_MILLIS = 50;

    private final ImageControl control;
    private final HomeSettings home;
    private final GuestSettings settings;
    private final Means means;
    private final Runnable check;
    private OutputStream log = OutputStream.nullOutputStream();
    private boolean templateDropped;
    private volatile int port;

    /** @param check throws when the guest is not wanted any more */
    GuestStart(ImageControl control, HomeSettings home, GuestSettings settings, Means means, Runnable check) {
        this.control = control;
        this.home = home;
        this.settings = settings;
        this.means = means;
        this.check = check;
    }

    /** @param log what it says now and, until it is reached, later */
    void boot(OutputStream log) {
        this.log = log;
        for (int tries = 1; ; tries++) {
            port = means.ports().take();
            int code = control.boot(port, log);
            if (code == 0) {
                return;
            }
            // One that was ended early may have left a guest that runs.
            end();
            check.run();
            if (code != ImageControl.PORT_TAKEN || tries == PORT_TRIES) {
                throw control.place().checkpoint().isPresent()
                        ? lost()
                        : new ProblemException(
                                Problem.GUEST_NOT_STARTED,
                                "Booting image `%s` (%s): control ended with exit code %d"
                                        .formatted(
                                                control.place().image(),
                                                control.place().arch(),
                                                code));
            }
        }
    }

    /** Of loopback, for ssh; 0 when nothing was started. */
    int port() {
        return port;
    }

    /** Where it began; of no meaning before it was booted. */
    Beginning beginning() {
        Beginning beginning = Beginning.of(control.place().folder());
        return templateDropped && beginning == Beginning.COLD ? Beginning.COLD_TEMPLATE_DROPPED : beginning;
    }

    /** Waits until it answers; has it boot when it was restored and does not. */
    SshConnection reach() {
        if (beginning() == Beginning.RESTORED) {
            Optional<SshConnection> restored = reachWithin(RESTORED);
            if (restored.isPresent()) {
                return restored.get();
            }
            bootInstead();
        }
        if (beginning() == Beginning.CHECKPOINT) {
            return reachWithin(RESTORED).orElseThrow(this::lost);
        }
        return reachWithin(settings.await())
                .orElseThrow(() -> new ProblemException(
                        Problem.GUEST_SILENT,
                        "Awaiting guest `%s`: no answer over ssh within %d s"
                                .formatted(
                                        control.place().name(), settings.await().toSeconds())));
    }

    private ProblemException lost() {
        return new ProblemException(
                Problem.CHECKPOINT_LOST,
                "No guest goes on from the checkpoint; the setup log says why. Run the job again from the start.");
    }

    private void bootInstead() {
        String sentence = "Warm template: the guest that was restored from it gave no answer over ssh within %d s"
                .formatted(RESTORED.toSeconds());
        LOG.log(System.Logger.Level.WARNING, "Guest {0}: {1}", control.place().name(), sentence);
        say(sentence);
        end();
        control.dropTemplate(log);
        templateDropped = true;
        boot(log);
    }

    private void say(String sentence) {
        try {
            log.write((sentence + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ProblemException(Problem.DISK_REFUSED, "Writing the setup log: " + e, e);
        }
    }

    /** A restored guest listens from its first moment on; of one that boots, the login is tried when its ssh server greets. */
    private Optional<SshConnection> reachWithin(Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        for (Duration left = time;
                left.compareTo(Duration.ZERO) > 0;
                left = Duration.ofNanos(deadline - System.nanoTime())) {
            check.run();
            if (beginning().isOfMemory() || SshConnection.greets(port)) {
                try {
                    return Optional.of(logIn(left.compareTo(LOGIN) < 0 ? left : LOGIN));
                } catch (IOException | ProblemException e) {
                    LOG.log(
                            System.Logger.Level.DEBUG,
                            "Guest {0}: {1}",
                            control.place().name(),
                            e.getMessage());
                }
            }
            pause();
        }
        return Optional.empty();
    }

    /**
     * Another connection, to be closed by the caller.
     *
     * @throws ProblemException GUEST_LOST when it does not answer
     */
    SshConnection visit() {
        try {
            return SshConnection.open(means.client(), port, LOGIN);
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.GUEST_LOST,
                    "Logging in to guest `%s`: %s".formatted(control.place().name(), e.getMessage()),
                    e);
        }
    }

    private SshConnection logIn(Duration timeout) throws IOException {
        SshConnection open = SshConnection.open(means.client(), port, timeout);
        try {
            refresh(open);
            return open;
        } catch (ProblemException e) {
            open.close();
            throw e;
        }
    }

    /**
     * Gives it the time and random bytes: a restored guest has those of its template, and a guest's clock drifts while it waits.
     *
     * @throws ProblemException GUEST_LOST when it does not answer
     */
    void refresh(SshConnection connection) {
        if (!home.refresh().isEmpty()) {
            means.refresh().perform(connection, home.refresh());
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

    /** Ends a guest that may not have been reached yet, so that whoever waits for it does so no longer; {@link #end} follows. */
    void abandon() {
        int started = port;
        if (started != 0) {
            control.cleanup(started);
        }
    }

    /** Its processes have ended; what it left is somebody else's now. */
    void ended() {
        means.ports().giveBack(port);
        port = 0;
    }

    /** @return whether nothing of it runs any more */
    boolean end() {
        if (port == 0) {
            return true;
        }
        int code = control.cleanup(port);
        means.ports().giveBack(port);
        port = 0;
        if (code != 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Guest {0}: cleanup ended with {1}",
                    control.place().name(),
                    code);
        }
        return code == 0;
    }
}
