// SPDX-License-Identifier: Apache-2.0
package io.slipway.job;

import io.slipway.error.Problem;
import io.slipway.task.TaskName;

/** How an attempt ended: what the runner reports and the master settles the job by. */
public sealed interface Outcome {

    /** The terminal status of the job when this outcome is the last word. */
    JobStatus status();

    /** One sentence for people. */
    String sentence();

    /** Whether another attempt may be made without anybody asking for it: only when the failure was ours. */
    default boolean mayBeTriedAgain() {
        return false;
    }

    /** Every task ended with exit code 0 (or was skipped by {@code complete-build}) and every artifact was kept. */
    record Succeeded() implements Outcome {
        @Override
        public JobStatus status() {
            return JobStatus.SUCCESS;
        }

        @Override
        public String sentence() {
            return "All tasks succeeded.";
        }
    }

    /**
     * A task ended with another exit code than 0: the user's failure.
     *
     * @param exitCode 1 to 255, or -1 when the session ended without one
     */
    record TaskFailed(TaskName task, int exitCode) implements Outcome {
        @Override
        public JobStatus status() {
            return JobStatus.FAILED;
        }

        @Override
        public String sentence() {
            return exitCode < 0
                    ? "Task `%s` ended without an exit code.".formatted(task)
                    : "Task `%s` ended with exit code %d.".formatted(task, exitCode);
        }
    }

    /** A package, repository, source or artifact of the manifest could not be had: the user's failure, outside the tasks. */
    record StepFailed(Phase phase, Problem problem, String sentence) implements Outcome {
        @Override
        public JobStatus status() {
            return JobStatus.FAILED;
        }
    }

    /** The deadline passed; {@code sentence} says during what. */
    record TimedOut(String sentence) implements Outcome {
        @Override
        public JobStatus status() {
            return JobStatus.TIMEOUT;
        }
    }

    /** Somebody cancelled the job. */
    record Cancelled(String sentence) implements Outcome {
        @Override
        public JobStatus status() {
            return JobStatus.CANCELLED;
        }
    }

    /** The runner or its guest broke: our failure, so the job is tried again until the attempts are used up. */
    record RunnerFailed(Problem problem, String sentence) implements Outcome {
        @Override
        public JobStatus status() {
            return JobStatus.FAILED;
        }

        @Override
        public boolean mayBeTriedAgain() {
            return true;
        }
    }
}
