// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Looks again and again at the arguments and the environment of every process, as whoever is on the machine can. */
final class ProcessWatch extends Thread {
    private static final long PAUSE_MILLIS = 5;

    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;
    private volatile Throwable failure;
    private volatile int rounds;

    ProcessWatch() {
        super("process-watch");
        setDaemon(true);
        setUncaughtExceptionHandler((self, cause) -> failure = cause);
    }

    @Override
    public void run() {
        while (!ended) {
            try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
                for (Path process : processes) {
                    look(process.resolve("cmdline"));
                    look(process.resolve("environ"));
                }
                rounds++;
                Thread.sleep(PAUSE_MILLIS);
            } catch (IOException e) {
                throw new IllegalStateException("reading /proc", e);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** One that has ended by now, or is somebody else's, shows nothing. */
    private void look(Path file) {
        try {
            seen.add(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (IOException e) {
            seen.add("");
        }
    }

    void end() throws InterruptedException {
        ended = true;
        join();
        assertThat(failure).as("why it looked no longer").isNull();
        assertThat(rounds).as("how often it looked").isGreaterThan(100);
    }

    /** Everything that any process showed. */
    Set<String> seen() {
        return Set.copyOf(seen);
    }
}
