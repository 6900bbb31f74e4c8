// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.part;

import io.slipway.runner.process.ProcessLauncher;
import io.slipway.runner.process.ProcessLauncher.Launch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The parts of the stack as processes, by the script {@code bench/chaos/part}. Safe for many threads. */
public final class Parts {
    private static final int TRIES = 3;
    /** A master needs half a minute, and the machine may be busy. */
    private static final Duration DEADLINE = Duration.ofMinutes(10);

    private final Path script;
    private final ProcessLauncher launcher;

    public Parts(Path script, ProcessLauncher launcher) {
        this.script = script;
        this.launcher = launcher;
    }

    /** A guest of the stack: a qemu process, and the job it is for. */
    public record MachineGuest(long pid, long job) {}

    /** Starts a part and waits until it is ready. One that finds a server missing ends at once, and is started again. */
    public void start(String part) {
        for (int tries = 1; ; tries++) {
            Said said = tell("start", part);
            if (said.code == 0) {
                return;
            }
            if (tries == TRIES) {
                throw new IllegalStateException("Starting %s: %s".formatted(part, said.text));
            }
        }
    }

    /** Ends all its processes by SIGKILL. */
    public void kill(String part) {
        require("kill", part);
    }

    /** Ends it in good order. */
    public void stop(String part) {
        require("stop", part);
    }

    /** Has all its processes stand still. */
    public void pause(String part) {
        require("pause", part);
    }

    /** Has them go on. */
    public void resume(String part) {
        require("resume", part);
    }

    public boolean isUp(String part) {
        return tell("is-up", part).code == 0;
    }

    /** Has the master issue the token that the harness calls it with. */
    public void issueToken() {
        require("token");
    }

    /** The guests that run. */
    public List<MachineGuest> guests() {
        return lines("guests").stream()
                .map(line -> line.split(" "))
                .map(words -> new MachineGuest(Long.parseLong(words[0]), Long.parseLong(words[1])))
                .toList();
    }

    /** Sends a signal to a guest; one that has ended meanwhile is left alone. */
    public void signal(MachineGuest guest, String signal) {
        tell("signal-guest", Long.toString(guest.pid()), signal);
    }

    /** Processes that carry the mark of the stack and belong to no part, described. */
    public List<String> left() {
        return lines("left");
    }

    private List<String> lines(String verb) {
        return require(verb).text.lines().toList();
    }

    private Said require(String... words) {
        Said said = tell(words);
        if (said.code != 0) {
            throw new IllegalStateException("Running `part %s`: %s".formatted(String.join(" ", words), said.text));
        }
        return said;
    }

    /** What the script answered. */
    private record Said(int code, String text) {}

    private Said tell(String... words) {
        List<String> arguments = new ArrayList<>(List.of(script.toString()));
        arguments.addAll(List.of(words));
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        int code = launcher.run(new Launch(arguments, Map.of(), script.getParent(), DEADLINE), output, end -> () -> {});
        return new Said(code, output.toString(StandardCharsets.UTF_8));
    }
}
