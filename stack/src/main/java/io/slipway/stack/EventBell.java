// SPDX-License-Identifier: Apache-2.0
package io.slipway.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Rings whenever the master's live stream of a job says something, so that a reader looks again at once instead of by the clock.
 * It only wakes: what happened is read elsewhere, and a stream that breaks makes its reader slower, not wrong.
 */
final class EventBell implements AutoCloseable {
    private final Semaphore rung = new Semaphore(0);
    private final InputStream stream;

    private EventBell(InputStream stream) {
        this.stream = stream;
    }

    static EventBell listen(Api api, String path) throws ApiException, InterruptedException {
        EventBell bell = new EventBell(api.open(path));
        Thread listener = new Thread(bell::read, "events");
        listener.setDaemon(true);
        listener.start();
        return bell;
    }

    /** Waits until it rings, or for so long; rings that came meanwhile count as one. */
    void await(Duration most) throws InterruptedException {
        if (rung.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS)) {
            rung.drainPermits();
        }
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data:")) {
                    rung.release();
                }
            }
        } catch (IOException e) {
            // Closed, or the connection broke: the reader goes on by the clock.
            rung.release();
        }
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
