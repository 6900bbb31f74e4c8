// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.live;

import io.slipway.web.api.Answer;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * One connection that reads a job's events.
 *
 * <p>Holds a thread only while there is something to write and the connection takes it. Any thread may {@link #wake} it; writing is
 * done by one at a time. A reader that takes nothing for {@link #PATIENCE} is dropped: it comes back with the id of the last event
 * that it got.
 */
final class Reader implements WriteListener {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration QUIET = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Logger LOG = System.getLogger(Reader.class.getName());

    private final AsyncContext connection;
    private final ServletOutputStream out;
    private final JobFeed feed;
    private final Executor executor;
    private final Clock clock;
    private final Instant began;
    private Instant written;
    private AutoCloseable subscription = () -> {};
    private boolean scheduled;
    private boolean again;
    private boolean closed;

    Reader(AsyncContext connection, ServletOutputStream out, JobFeed feed, Executor executor, Clock clock) {
        this.connection = connection;
        this.out = out;
        this.feed = feed;
        this.executor = executor;
        this.clock = clock;
        this.began = clock.instant();
        this.written = began;
    }

    synchronized void subscribed(AutoCloseable to) {
        subscription = to;
        if (closed) {
            unsubscribe();
        }
    }

    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public void onWritePossible() {
        wake();
    }

    @Override
    public void onError(Throwable thrown) {
        LOG.log(Level.DEBUG, "A reader of a live log is gone", thrown);
        close();
    }

    /** Lets somebody write what there is; a wake while that is being done makes it look once more. */
    void wake() {
        synchronized (this) {
            again = true;
            if (scheduled || closed) {
                return;
            }
            scheduled = true;
        }
        try {
            executor.execute(this::write);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "The server stops: a live log ends", e);
            close();
        }
    }

    /** Called now and then: keeps a quiet connection open, and drops one that takes nothing or has lasted long enough. */
    void tick() {
        Instant now = clock.instant();
        boolean stuck;
        synchronized (this) {
            stuck = written.plus(PATIENCE).isBefore(now);
        }
        if (stuck || began.plus(LONGEST).isBefore(now)) {
            close();
        } else {
            wake();
        }
    }

    void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            unsubscribe();
        }
        connection.complete();
    }

    private void write() {
        try {
            boolean more = true;
            while (more) {
                synchronized (this) {
                    again = false;
                }
                writeAll();
                synchronized (this) {
                    more = again && !closed;
                    scheduled = more;
                }
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "A reader of a live log is gone", e);
            close();
        } catch (RuntimeException e) {
            // Also a job that this reader may no longer see; the connection is refused properly when it comes again.
            if (Answer.problemIn(e).isEmpty()) {
                LOG.log(Level.WARNING, "Reading a job for a live log", e);
            }
            close();
        }
    }

    private void writeAll() throws IOException {
        while (!isClosed() && out.isReady()) {
            Event event = feed.next();
            if (event != null) {
                out.write(event.bytes());
                wrote();
                continue;
            }
            if (feed.isEnded()) {
                close();
            } else if (quiet()) {
                out.write(Event.heartbeat());
                wrote();
            } else if (out.isReady()) {
                out.flush();
            }
            return;
        }
    }

    private synchronized void wrote() {
        written = clock.instant();
    }

    private synchronized boolean quiet() {
        return written.plus(QUIET).isBefore(clock.instant());
    }

    private void unsubscribe() {
        try {
            subscription.close();
        } catch (Exception e) {
            LOG.log(Level.WARNING, "Ending a watch of a job", e);
        }
    }
}
