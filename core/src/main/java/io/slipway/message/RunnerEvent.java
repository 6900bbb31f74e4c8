// SPDX-License-Identifier: Apache-2.0
package io.slipway.message;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.slipway.batch.BatchExecution;
import io.slipway.image.OfferedImage;
import io.slipway.job.AttemptRef;
import io.slipway.job.Outcome;
import io.slipway.job.Phase;
import io.slipway.job.RunnerName;
import io.slipway.log.LogName;
import io.slipway.task.TaskName;
import io.slipway.task.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What a runner tells the master. Every event may arrive twice; applying it twice changes nothing.
 *
 * <p>The master refuses an {@link AttemptEvent} of another runner than the attempt's, or of an older epoch.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RunnerEvent.RunnerAlive.class, name = "alive"),
    @JsonSubTypes.Type(value = RunnerEvent.RunnerLeft.class, name = "left"),
    @JsonSubTypes.Type(value = RunnerEvent.ExecutionMoved.class, name = "execution"),
    @JsonSubTypes.Type(value = RunnerEvent.AttemptStarted.class, name = "started"),
    @JsonSubTypes.Type(value = RunnerEvent.PhaseEnded.class, name = "phase"),
    @JsonSubTypes.Type(value = RunnerEvent.TaskMoved.class, name = "task"),
    @JsonSubTypes.Type(value = RunnerEvent.LogAppended.class, name = "log"),
    @JsonSubTypes.Type(value = RunnerEvent.LogClosed.class, name = "log-closed"),
    @JsonSubTypes.Type(value = RunnerEvent.LogAbsent.class, name = "log-absent"),
    @JsonSubTypes.Type(value = RunnerEvent.AttemptEnded.class, name = "ended"),
    @JsonSubTypes.Type(value = RunnerEvent.SshKeyUsed.class, name = "ssh-key"),
    @JsonSubTypes.Type(value = RunnerEvent.KeysOffered.class, name = "keys"),
})
public sealed interface RunnerEvent {

    /** Who speaks. */
    RunnerName runner();

    /** When it happened, by the runner's clock. */
    Instant at();

    /** What a runner says about itself. The newest word alone counts. */
    sealed interface OwnWord extends RunnerEvent {
        /** Where it stands among all of them. */
        Beat beat();
    }

    /**
     * The heartbeat: what the runner offers, and what it is running, which renews the leases of those attempts.
     *
     * @param beat an older one than was heard changes nothing
     * @param slots how many attempts it runs side by side; 0 while it drains
     * @param running every attempt that it holds, from the order's arrival until its end was reported
     * @param checkpoints of attempts that have ended; the newest of each job
     * @param standing guests of attempts that have ended, which stand by
     * @param ssh {@code host:port} at which people reach standing guests; empty when they cannot
     * @param sandbox what its guests begin in, as {@link io.slipway.image.Sandbox} has it; empty when it does not say
     */
    record RunnerAlive(
            RunnerName runner,
            Instant at,
            Beat beat,
            List<OfferedImage> images,
            Set<String> labels,
            int slots,
            List<AttemptRef> running,
            List<HeldCheckpoint> checkpoints,
            List<StandingGuest> standing,
            String ssh,
            String sandbox)
            implements OwnWord {
        public RunnerAlive {
            requireNonNull(runner, "runner");
            requireNonNull(at, "at");
            requireNonNull(beat, "beat");
            if (slots < 0) {
                throw new IllegalArgumentException("slots `%d`: 0 or more is allowed".formatted(slots));
            }
            images = List.copyOf(images);
            labels = Set.copyOf(labels);
            running = List.copyOf(running);
            checkpoints = checkpoints == null ? List.of() : List.copyOf(checkpoints);
            standing = standing == null ? List.of() : List.copyOf(standing);
            ssh = ssh == null ? "" : ssh;
            sandbox = sandbox == null ? "" : sandbox;
        }
    }

    /** The runner stops in good order and takes nothing more. */
    record RunnerLeft(RunnerName runner, Instant at, Beat beat) implements OwnWord {
        public RunnerLeft {
            requireNonNull(runner, "runner");
            requireNonNull(at, "at");
            requireNonNull(beat, "beat");
        }
    }

    /** An execution of the batch job began, ended a step, or ended. The newest word about it counts. */
    record ExecutionMoved(RunnerName runner, Instant at, BatchExecution execution) implements RunnerEvent {
        public ExecutionMoved {
            requireNonNull(runner, "runner");
            requireNonNull(at, "at");
            requireNonNull(execution, "execution");
        }
    }

    /**
     * The owner of an attempt's job logged in at the runner with a key of its work order, also after the attempt has ended.
     *
     * @param fingerprint SHA-256, as OpenSSH prints it
     */
    record SshKeyUsed(RunnerName runner, Instant at, AttemptRef attempt, String fingerprint) implements RunnerEvent {
        public SshKeyUsed {
            requireNonNull(runner, "runner");
            requireNonNull(at, "at");
            requireNonNull(attempt, "attempt");
            requireNonNull(fingerprint, "fingerprint");
        }
    }

    /**
     * The runner has made keys that are to take the place of those that it has.
     *
     * @param verifyingKey its events will be signed with the other half
     * @param sealingKey what it is told is to be sealed to it
     * @param signature of both, with the key that it has
     * @param proof of both, with the new one
     */
    record KeysOffered(
            RunnerName runner, Instant at, String verifyingKey, String sealingKey, String signature, String proof)
            implements RunnerEvent {
        public KeysOffered {
            requireNonNull(runner, "runner");
            requireNonNull(at, "at");
            requireNonNull(verifyingKey, "verifyingKey");
            requireNonNull(sealingKey, "sealingKey");
            requireNonNull(signature, "signature");
            requireNonNull(proof, "proof");
        }
    }

    /** An event about one attempt. */
    sealed interface AttemptEvent extends RunnerEvent {
        AttemptRef attempt();

        private static void requireHead(RunnerName runner, Instant at, AttemptRef attempt) {
            requireNonNull(runner, "runner");
            requireNonNull(at, "at");
            requireNonNull(attempt, "attempt");
        }
    }

    /** The order was recorded and the attempt begins. */
    record AttemptStarted(RunnerName runner, Instant at, AttemptRef attempt) implements AttemptEvent {
        public AttemptStarted {
            AttemptEvent.requireHead(runner, at, attempt);
        }
    }

    /** A phase of the attempt ended at {@code at}. */
    record PhaseEnded(RunnerName runner, Instant at, AttemptRef attempt, Phase phase, Instant began)
            implements AttemptEvent {
        public PhaseEnded {
            AttemptEvent.requireHead(runner, at, attempt);
            requireNonNull(phase, "phase");
            requireNonNull(began, "began");
        }
    }

    /**
     * A task moved on.
     *
     * @param exitCode of the script when it ended, -1 otherwise
     */
    record TaskMoved(RunnerName runner, Instant at, AttemptRef attempt, TaskName task, TaskStatus status, int exitCode)
            implements AttemptEvent {
        public TaskMoved {
            AttemptEvent.requireHead(runner, at, attempt);
            requireNonNull(task, "task");
            requireNonNull(status, "status");
        }
    }

    /**
     * Bytes of a log.
     *
     * @param offset of the first byte, from the log's beginning
     * @param bytes at most {@link #MOST_BYTES}
     */
    record LogAppended(RunnerName runner, Instant at, AttemptRef attempt, LogName log, long offset, byte[] bytes)
            implements AttemptEvent {
        /** The most bytes that one event carries. */
        public static final int MOST_BYTES = 64 * 1024;

        public LogAppended {
            AttemptEvent.requireHead(runner, at, attempt);
            requireNonNull(log, "log");
            if (offset < 0 || bytes.length > MOST_BYTES) {
                throw new IllegalArgumentException(
                        "%d bytes of log `%s` at offset %d: %d bytes at 0 or more are allowed"
                                .formatted(bytes.length, log, offset, MOST_BYTES));
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof LogAppended that
                    && runner.equals(that.runner)
                    && at.equals(that.at)
                    && attempt.equals(that.attempt)
                    && log.equals(that.log)
                    && offset == that.offset
                    && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Objects.hash(attempt, log, offset, bytes.length);
        }

        /** Leaves out the bytes. */
        @Override
        public String toString() {
            return "%d bytes of log `%s` at offset %d of %s".formatted(bytes.length, log, offset, attempt);
        }
    }

    /**
     * A log is complete.
     *
     * @param length in bytes
     * @param sha256 of the whole log, in lower-case hexadecimal
     */
    record LogClosed(RunnerName runner, Instant at, AttemptRef attempt, LogName log, long length, String sha256)
            implements AttemptEvent {
        public LogClosed {
            AttemptEvent.requireHead(runner, at, attempt);
            requireNonNull(log, "log");
            requireNonNull(sha256, "sha256");
        }
    }

    /** A log was asked for that the runner does not have, or not any more. */
    record LogAbsent(RunnerName runner, Instant at, AttemptRef attempt, LogName log) implements AttemptEvent {
        public LogAbsent {
            AttemptEvent.requireHead(runner, at, attempt);
            requireNonNull(log, "log");
        }
    }

    /**
     * The attempt ended and the guest is gone or standing by. The last event of an attempt.
     *
     * @param account makes up for events that were lost
     */
    record AttemptEnded(RunnerName runner, Instant at, AttemptRef attempt, Outcome outcome, AttemptAccount account)
            implements AttemptEvent {
        public AttemptEnded {
            AttemptEvent.requireHead(runner, at, attempt);
            requireNonNull(outcome, "outcome");
            account = account == null ? AttemptAccount.NONE : account;
        }

        /** What the runner has told of it, in the events that it was told by. */
        public List<AttemptEvent> retold() {
            List<AttemptEvent> events = new ArrayList<>();
            for (AttemptAccount.TaskEnd task : account.tasks()) {
                if (task.started() != null) {
                    events.add(new TaskMoved(runner, task.started(), attempt, task.task(), TaskStatus.RUNNING, -1));
                }
                events.add(new TaskMoved(runner, task.ended(), attempt, task.task(), task.status(), task.exitCode()));
            }
            for (AttemptAccount.LogEnd log : account.logs()) {
                events.add(new LogClosed(runner, at, attempt, log.log(), log.length(), log.sha256()));
            }
            return events;
        }
    }
}
