// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.event;

import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.RunnerName;
import io.slipway.log.LogName;
import io.slipway.master.log.LogFiles;
import io.slipway.master.log.LogFiles.Appended;
import io.slipway.master.log.LogSettings;
import io.slipway.master.message.Outbox;
import io.slipway.master.store.LogStore;
import io.slipway.master.store.LogStore.LogRow;
import io.slipway.master.store.Transaction;
import io.slipway.message.RunnerEvent.AttemptEvent;
import io.slipway.message.RunnerEvent.LogAbsent;
import io.slipway.message.RunnerEvent.LogAppended;
import io.slipway.message.RunnerEvent.LogClosed;
import io.slipway.message.RunnerMessage.RewindLog;
import io.slipway.pace.Lately;
import io.slipway.pace.Newest;
import java.io.ByteArrayOutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What log events do: bytes go to the file at their offset, a gap makes the runner go back, and a closed log is measured and its
 * digest compared. One that the runner does not have stays as it is. Used by one thread.
 */
public final class LogEvents {
    private static final Logger LOG = System.getLogger(LogEvents.class.getName());
    private static final Duration BETWEEN_REWINDS = Duration.ofSeconds(1);
    private static final int MOST_AT_ONCE = 1 << 20;
    private static final int REMEMBERED = 10_000;

    private final LogFiles files;
    private final LogStore logs;
    private final Outbox outbox;
    private final LogSettings settings;
    private final Transaction transaction;
    private final Lately<LogKey> rewound;
    private final Map<LogKey, LogClosed> incomplete = Newest.byAge(REMEMBERED);
    private final Map<LogKey, LogClosed> intact = Newest.byAge(REMEMBERED);

    public LogEvents(
            LogFiles files, LogStore logs, Outbox outbox, LogSettings settings, Transaction transaction, Clock clock) {
        this.files = files;
        this.logs = logs;
        this.outbox = outbox;
        this.settings = settings;
        this.transaction = transaction;
        this.rewound = new Lately<>(BETWEEN_REWINDS, REMEMBERED, clock);
    }

    /** Applies events whose attempts were accepted, in order; others than log events are passed over. */
    void apply(List<AttemptEvent> events) {
        Map<LogKey, LogRow> grown = new LinkedHashMap<>();
        Map<LogKey, LogRow> closed = new LinkedHashMap<>();
        Set<LogKey> absent = new LinkedHashSet<>();
        Map<LogKey, Piece> pieces = new LinkedHashMap<>();
        for (AttemptEvent event : events) {
            if (event instanceof LogAppended bytes) {
                LogKey key = new LogKey(bytes.attempt(), bytes.log());
                if (!pieces.containsKey(key) || !pieces.get(key).takes(bytes)) {
                    append(key, pieces.put(key, new Piece(bytes)), grown, closed);
                }
            } else if (event instanceof LogClosed end) {
                LogKey key = new LogKey(end.attempt(), end.log());
                append(key, pieces.remove(key), grown, closed);
                if (!isKnown(key, end)) {
                    closed.put(key, close(key, end));
                }
            } else if (event instanceof LogAbsent gone) {
                absent.add(new LogKey(gone.attempt(), gone.log()));
            }
        }
        pieces.forEach((key, piece) -> append(key, piece, grown, closed));
        grown.keySet().removeAll(closed.keySet());
        logs.grow(grown.values());
        logs.close(closed.values());
        absent.forEach(key -> logs.giveUp(key.job(), key.number(), key.log));
    }

    private void append(LogKey key, Piece piece, Map<LogKey, LogRow> grown, Map<LogKey, LogRow> closed) {
        if (piece == null) {
            return;
        }
        try {
            Appended appended = files.append(key.job(), key.number(), key.log, piece.offset, piece.bytes.toByteArray());
            if (appended.gap()) {
                rewind(piece.runner, key, appended.length());
            }
            grown.put(key, new LogRow(key.job(), key.number(), key.log, appended.length(), false, 0, null, null));
            LogClosed end = incomplete.get(key);
            if (end != null && appended.length() >= end.length()) {
                closed.put(key, close(key, end));
            }
        } catch (ProblemException e) {
            // The bytes are not lost: what comes next finds a gap, and the runner goes back.
            LOG.log(Level.WARNING, e.getMessage(), e);
        }
    }

    /** The end of an attempt tells of logs that were closed before: one that was whole then is not read once more. */
    private boolean isKnown(LogKey key, LogClosed end) {
        LogClosed before = intact.get(key);
        return before != null
                && before.length() == end.length()
                && before.sha256().equals(end.sha256());
    }

    private LogRow close(LogKey key, LogClosed end) {
        long length = files.length(key.job(), key.number(), key.log);
        Boolean whole = null;
        if (length >= end.length()) {
            whole = files.sha256(key.job(), key.number(), key.log).equals(end.sha256());
            boolean isIntact = whole;
            // What is rolled back is told again, and must not be taken for known then.
            transaction.afterCommit(() -> closed(key, end, isIntact));
            if (!whole) {
                LOG.log(Level.WARNING, "Closing {0}: its bytes are not those that the runner wrote", key);
            }
        } else if (length < settings.limit()) {
            incomplete.put(key, end);
            rewind(end.runner(), key, length);
        }
        return new LogRow(key.job(), key.number(), key.log, length, true, end.length(), end.sha256(), whole);
    }

    private void closed(LogKey key, LogClosed end, boolean isIntact) {
        incomplete.remove(key);
        if (isIntact) {
            intact.put(key, end);
        }
    }

    private void rewind(RunnerName runner, LogKey key, long length) {
        if (rewound.add(key)) {
            outbox.send(runner, new RewindLog(key.attempt, key.log, length));
        }
    }

    /** One log of one attempt. */
    private record LogKey(AttemptRef attempt, LogName log) {
        JobId job() {
            return attempt.job();
        }

        int number() {
            return attempt.number();
        }

        @Override
        public String toString() {
            return "log `%s` of %s".formatted(log, attempt);
        }
    }

    /** Bytes that follow each other, to be written at once. */
    private static final class Piece {
        private final RunnerName runner;
        private final long offset;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Piece(LogAppended first) {
            this.runner = first.runner();
            this.offset = first.offset();
            bytes.writeBytes(first.bytes());
        }

        boolean takes(LogAppended next) {
            boolean follows = next.offset() == offset + bytes.size() && bytes.size() < MOST_AT_ONCE;
            if (follows) {
                bytes.writeBytes(next.bytes());
            }
            return follows;
        }
    }
}
