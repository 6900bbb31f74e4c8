// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.log.LogName;
import io.slipway.message.HeldCheckpoint;
import io.slipway.message.JobToken;
import io.slipway.message.Restart;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.AttemptEvent;
import io.slipway.message.RunnerMessage.CancelAttempt;
import io.slipway.message.WorkOrder;
import io.slipway.runner.fake.FakeStore;
import io.slipway.runner.fake.RunnerRig;
import io.slipway.runner.fake.Told;
import io.slipway.secret.Secret;
import io.slipway.task.TaskName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A runner with real guests, which the tests share for the sake of its warm template: each begins with {@link #start}. The images are
 * those of the folder that the variable {@code SLIPWAY_IMAGES} names.
 */
final class RealGuests implements AutoCloseable {
    static final String IMAGE = "debian/bookworm";
    /** For jobs that reach a server of the test, which listens at {@link #here}. */
    static final Map<String, String> HOST_ACCESS = Map.of("guest.host-access", "true");

    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Path folder;
    private final RunnerRig rig;
    private boolean started;

    /** Gives test classes the one that there is. */
    static final class Shared implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType().equals(RealGuests.class);
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(Namespace.create(RealGuests.class))
                    .getOrComputeIfAbsent(RealGuests.class, type -> new RealGuests(), RealGuests.class);
        }
    }

    /** A job that succeeded, as its runner told it. */
    record Job(AttemptRef attempt, List<AttemptEvent> events) {
        String setupLog() {
            return new Told(events).text(LogName.SETUP);
        }

        String log(String task) {
            return new Told(events).text(LogName.of(new TaskName(task)));
        }

        <T extends AttemptEvent> Stream<T> told(Class<T> kind) {
            return events.stream().filter(kind::isInstance).map(kind::cast);
        }
    }

    RealGuests() {
        try {
            folder = Files.createTempDirectory(
                    Files.createDirectories(Path.of("target").toAbsolutePath()), "guests");
            layOutImages(Path.of(Optional.ofNullable(System.getenv("SLIPWAY_IMAGES"))
                    .orElseThrow(() -> new IllegalStateException("SLIPWAY_IMAGES names no folder of images"))));
            layOutQemu();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        rig = RunnerRig.of(
                folder,
                Map.of(
                        "guest.kind",
                        "counted",
                        "guest.sandbox",
                        means(),
                        "slots",
                        "1",
                        "guest.memory",
                        "1024",
                        "guest.ready",
                        "0",
                        "guest.await",
                        "10m",
                        "control.command",
                        "env,PATH=%s:%s,%s"
                                .formatted(
                                        folder.resolve("bin"),
                                        System.getenv("PATH"),
                                        folder.resolve("images/control"))));
    }

    /** The test's own images; the large files are the same, and none is ever written to. */
    private void layOutImages(Path from) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = folder.resolve("images").resolve(from.relativize(file).toString());
                Files.createDirectories(to.getParent());
                if (Files.size(file) > 1 << 20) {
                    Files.createSymbolicLink(to, file.toRealPath());
                } else {
                    Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    /** What its guests begin in: a container, unless the variable {@code SLIPWAY_SANDBOX} says something else. */
    static String means() {
        return Optional.ofNullable(System.getenv("SLIPWAY_SANDBOX")).orElse("");
    }

    /** An address of this machine that a guest reaches, when it may: the one by which it goes out. */
    static InetAddress here() {
        try (DatagramSocket socket = new DatagramSocket()) {
            // Nothing is sent: the address is one of those for documentation.
            socket.connect(InetAddress.getByName("198.51.100.1"), 9);
            return socket.getLocalAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The machine's qemu, of a version that a test can change; and that of a container. */
    private void layOutQemu() throws IOException {
        Path qemu = Files.createDirectories(folder.resolve("bin")).resolve("qemu-system-x86_64");
        Files.writeString(qemu, """
                #!/bin/sh
                PATH=${PATH#*:}
                if [ "$1" = --version ] && [ -f "$0.version" ]; then
                	exec cat "$0.version"
                fi
                exec qemu-system-x86_64 "$@"
                """);
        assertThat(qemu.toFile().setExecutable(true)).isTrue();
        for (String engine : List.of("docker", "podman")) {
            Path script = Files.writeString(qemu.resolveSibling(engine), """
                    #!/bin/sh
                    PATH=${PATH#*:}
                    version=$(dirname "$0")/qemu-system-x86_64.version
                    if [ "$1 $2 $3" = "image inspect -f" ] && [ -f "$version" ]; then
                    	exec cat "$version"
                    fi
                    exec %s "$@"
                    """.formatted(engine));
            assertThat(script.toFile().setExecutable(true)).isTrue();
        }
    }

    /** Starts the runner anew, with settings of the test's own. */
    void start(Map<String, String> settings) {
        stop();
        started = true;
        rig.start(settings);
    }

    private void stop() {
        if (started) {
            started = false;
            rig.stop();
        }
    }

    /** Starts the runner, and sees to it that the next guest begins in a warm template. */
    void startWarm(Map<String, String> settings) {
        Map<String, String> noneReady = new HashMap<>(settings);
        noneReady.put("guest.ready", "0");
        start(noneReady);
        if (template().isEmpty()) {
            run("true");
        }
        awaitTemplate();
        if (!noneReady.equals(settings)) {
            start(settings);
        }
    }

    void awaitTemplate() {
        awaitTemplate(IMAGE);
    }

    void awaitTemplate(String image) {
        await().atMost(LONGEST).until(() -> template(image).isPresent());
    }

    /** The folder of a warm template that is whole. */
    Optional<Path> template() {
        return template(IMAGE);
    }

    private Optional<Path> template(String image) {
        Path templates = state("templates").resolve(image);
        if (!Files.isDirectory(templates)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.walk(templates)) {
            return files.filter(file -> file.endsWith("sizes"))
                    .map(Path::getParent)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path state(String name) {
        return folder.resolve("state").resolve(name);
    }

    Path image(String name) {
        return folder.resolve("images").resolve(name);
    }

    /** Says what the machine's qemu answers to {@code --version} from now on; null for the truth. */
    void pretendVersion(String version) throws IOException {
        Path file = folder.resolve("bin/qemu-system-x86_64.version");
        if (version == null) {
            Files.deleteIfExists(file);
        } else {
            Files.writeString(file, version + "\n");
        }
    }

    /** Runs a job of one task. */
    Job run(String script) {
        return runManifest("image: %s\ntasks:\n  - task: |\n%s".formatted(IMAGE, script.indent(6)));
    }

    /** Runs a job; it must succeed. */
    Job runManifest(String manifest) {
        return awaitSuccess(order(manifest));
    }

    AttemptRef order(String manifest) {
        return rig.order(manifest, LONGEST);
    }

    /** Orders a job that is confided something. */
    AttemptRef order(String manifest, List<Secret> secrets, JobToken token) {
        WorkOrder order = rig.newOrder(manifest, LONGEST).with(secrets, token);
        rig.send(order);
        return order.attempt();
    }

    /** The checkpoint that is kept of a job, as soon as the runner says so. */
    HeldCheckpoint awaitCheckpoint(AttemptRef attempt) {
        return await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> rig.checkpoints().stream()
                                .filter(kept -> kept.attempt().equals(attempt))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    List<HeldCheckpoint> checkpoints() {
        return rig.checkpoints();
    }

    AttemptRef restart(String manifest, HeldCheckpoint checkpoint, String script) {
        return rig.restart(
                manifest,
                LONGEST,
                new Restart(checkpoint.attempt(), checkpoint.task(), script, Restart.Kept.CHECKPOINT));
    }

    /** Waits for an end that is no success. */
    Outcome awaitFailure(AttemptRef attempt) {
        await().atMost(LONGEST).until(() -> end(attempt).isPresent());
        Outcome outcome = end(attempt).orElseThrow().outcome();
        assertThat(outcome.status()).isNotEqualTo(JobStatus.SUCCESS);
        return outcome;
    }

    Job awaitSuccess(AttemptRef attempt) {
        await().atMost(LONGEST).until(() -> end(attempt).isPresent());
        Job job = new Job(attempt, rig.events(attempt));
        assertThat(end(attempt).orElseThrow().outcome().status())
                .as("%s %s", end(attempt), job.setupLog())
                .isEqualTo(JobStatus.SUCCESS);
        return job;
    }

    FakeStore store() {
        return rig.store();
    }

    void cancel(AttemptRef attempt) {
        rig.send(new CancelAttempt(attempt, "Cancelled."));
    }

    List<AttemptEvent> events(AttemptRef attempt) {
        return rig.events(attempt);
    }

    private Optional<AttemptEnded> end(AttemptRef attempt) {
        return rig.events(attempt).stream()
                .filter(AttemptEnded.class::isInstance)
                .map(AttemptEnded.class::cast)
                .findFirst();
    }

    @Override
    public void close() {
        if (!started) {
            start(Map.of());
        }
        rig.close();
    }
}
