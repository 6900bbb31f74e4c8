// SPDX-License-Identifier: Apache-2.0
package io.slipway.message;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.slipway.job.AttemptRef;
import io.slipway.log.LogName;

/** What the master puts in a runner's inbox. Every message may arrive twice; the second time changes nothing. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = WorkOrder.class, name = "order"),
    @JsonSubTypes.Type(value = RunnerMessage.CancelAttempt.class, name = "cancel"),
    @JsonSubTypes.Type(value = RunnerMessage.HoldStandby.class, name = "hold-standby"),
    @JsonSubTypes.Type(value = RunnerMessage.EndStandby.class, name = "end-standby"),
    @JsonSubTypes.Type(value = RunnerMessage.AbandonExecution.class, name = "abandon"),
    @JsonSubTypes.Type(value = RunnerMessage.RewindLog.class, name = "rewind-log"),
    @JsonSubTypes.Type(value = RunnerMessage.DropCheckpoint.class, name = "drop-checkpoint"),
    @JsonSubTypes.Type(value = RunnerMessage.RenewKeys.class, name = "renew-keys"),
    @JsonSubTypes.Type(value = RunnerMessage.KeysRenewed.class, name = "keys-renewed"),
})
public sealed interface RunnerMessage
        permits WorkOrder,
                RunnerMessage.CancelAttempt,
                RunnerMessage.HoldStandby,
                RunnerMessage.EndStandby,
                RunnerMessage.AbandonExecution,
                RunnerMessage.RewindLog,
                RunnerMessage.DropCheckpoint,
                RunnerMessage.RenewKeys,
                RunnerMessage.KeysRenewed {

    /** The runner is to make keys anew, and to offer them. */
    record RenewKeys() implements RunnerMessage {}

    /**
     * Keys that the runner has offered are its own now.
     *
     * @param fingerprint theirs
     */
    record KeysRenewed(String fingerprint) implements RunnerMessage {
        public KeysRenewed {
            requireNonNull(fingerprint, "fingerprint");
        }
    }

    /**
     * The attempt is to end now.
     *
     * @param reason for the log, one sentence
     */
    record CancelAttempt(AttemptRef attempt, String reason) implements RunnerMessage {
        public CancelAttempt {
            requireNonNull(attempt, "attempt");
            requireNonNull(reason, "reason");
        }
    }

    /** A job waits to go on in the guest of an attempt that has ended: it stands by until the attempt's deadline. */
    record HoldStandby(AttemptRef attempt) implements RunnerMessage {
        public HoldStandby {
            requireNonNull(attempt, "attempt");
        }
    }

    /**
     * The guest of an attempt that has ended needs to stand by no longer.
     *
     * @param reason for the log, one sentence
     */
    record EndStandby(AttemptRef attempt, String reason) implements RunnerMessage {
        public EndStandby {
            requireNonNull(attempt, "attempt");
            requireNonNull(reason, "reason");
        }
    }

    /**
     * An execution that has ended is never to be restarted; what is kept for that goes.
     *
     * @param execution of the batch job, by the runner's own number
     */
    record AbandonExecution(AttemptRef attempt, long execution) implements RunnerMessage {
        public AbandonExecution {
            requireNonNull(attempt, "attempt");
        }
    }

    /**
     * The master misses bytes of a log and wants them from an offset on.
     *
     * @param offset how many bytes the master has
     */
    record RewindLog(AttemptRef attempt, LogName log, long offset) implements RunnerMessage {
        public RewindLog {
            requireNonNull(attempt, "attempt");
            requireNonNull(log, "log");
            if (offset < 0) {
                throw new IllegalArgumentException("offset `%d`: 0 or more is allowed".formatted(offset));
            }
        }
    }

    /**
     * What is kept of an attempt, and of those before it at the job, is to be thrown away.
     *
     * @param reason for the log, one sentence
     */
    record DropCheckpoint(AttemptRef attempt, String reason) implements RunnerMessage {
        public DropCheckpoint {
            requireNonNull(attempt, "attempt");
            requireNonNull(reason, "reason");
        }
    }
}
