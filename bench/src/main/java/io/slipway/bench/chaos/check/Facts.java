// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.check;

import java.util.List;
import java.util.Optional;

/**
 * A job as the database has it, and its history as a trigger there wrote it down.
 *
 * @param moves oldest first
 */
public record Facts(
        long job,
        String status,
        List<AttemptFacts> attempts,
        List<TaskFacts> tasks,
        List<LogFacts> logs,
        List<Move> moves) {
    public Facts {
        attempts = List.copyOf(attempts);
        tasks = List.copyOf(tasks);
        logs = List.copyOf(logs);
        moves = List.copyOf(moves);
    }

    /** The newest attempt. */
    public Optional<AttemptFacts> newest() {
        return attempts.stream().reduce((earlier, later) -> later);
    }

    /** The attempt of a number. */
    public Optional<AttemptFacts> attempt(int number) {
        return attempts.stream().filter(attempt -> attempt.number() == number).findFirst();
    }

    /** What is known of a log. */
    public Optional<LogFacts> log(LogKey key) {
        return logs.stream().filter(log -> log.key().equals(key)).findFirst();
    }

    /** What the newest attempt said at its end. */
    public String sentence() {
        return newest().map(AttemptFacts::sentence).orElse("");
    }

    /** Which log of which attempt; the name is empty for the setup log, else the task's. */
    public record LogKey(int attempt, String name) {
        @Override
        public String toString() {
            return "log `%s` of attempt %d".formatted(name.isEmpty() ? "setup" : name, attempt);
        }
    }

    /**
     * An attempt.
     *
     * @param ended whether it has
     * @param sentence empty until it ended
     */
    public record AttemptFacts(int number, long epoch, String runner, boolean ended, String sentence) {}

    /**
     * A task.
     *
     * @param attempt that ran it last; 0 for none
     */
    public record TaskFacts(String name, String status, int attempt, int exitCode) {}

    /**
     * A log.
     *
     * @param length bytes that the master has
     * @param expected bytes that the runner wrote; 0 until closed
     * @param sha256 of what the runner wrote; empty until closed
     * @param intact whether the master found its bytes to be the runner's
     */
    public record LogFacts(LogKey key, long length, boolean closed, long expected, String sha256, boolean intact) {
        /** Bytes of the closed log that the master says it has not. */
        public long missing() {
            return closed ? Math.max(0, expected - length) : 0;
        }

        /** Whether the runner closed it and the master has all of it. */
        public boolean isWhole() {
            return closed && missing() == 0 && intact;
        }
    }

    /** A line of the history: what a job became. */
    public record Move(String at, String status, boolean waiting, int attempt, long epoch) {
        @Override
        public String toString() {
            return "%s %s%s attempt %d epoch %d".formatted(at, status, waiting ? " (waiting)" : "", attempt, epoch);
        }
    }
}
