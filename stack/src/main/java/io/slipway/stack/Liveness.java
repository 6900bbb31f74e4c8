// SPDX-License-Identifier: Apache-2.0
package io.slipway.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether a server answers, and waiting until it does. */
final class Liveness {
    /** What the server prints when an application does not deploy, or does not load again at a start. */
    private static final Pattern NOT_LOADED =
            Pattern.compile("Boot Command deploy failed|Exception while loading the app|lifecycle processing");

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    /** An application answers with anything but "no such page" and "not able to": refusing who gave no credentials is an answer. */
    boolean answers(URI address) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(address)
                    .timeout(Duration.ofSeconds(10))
                    .build();
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            return status < 500 && status != 404;
        } catch (IOException e) {
            return false;
        }
    }

    /** Waits until the address answers; no when {@code hopeless} says so or the time is over. */
    boolean await(URI address, Duration most, BooleanSupplier hopeless) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (System.nanoTime() < end) {
            if (answers(address)) {
                return true;
            }
            if (hopeless.getAsBoolean()) {
                return false;
            }
            Thread.sleep(PAUSE.toMillis());
        }
        return false;
    }

    /** Whether a process has ended, or its log says that what it was to serve did not load. */
    static boolean hasGivenUp(long pid, Path log) {
        if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
            return true;
        }
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            return lines.anyMatch(line -> NOT_LOADED.matcher(line).find());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
