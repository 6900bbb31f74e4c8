// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;

/** A job was to move to a status that does not follow the one it has. */
public final class IllegalMoveException extends ProblemException {
    IllegalMoveException(JobId job, JobStatus found, JobStatus wanted) {
        super(
                found.isTerminal() ? Problem.JOB_ENDED : Problem.JOB_STARTED,
                "Moving job %s to `%s`: it is `%s`; allowed from there: %s"
                        .formatted(
                                job,
                                wanted.word(),
                                found.word(),
                                found.isTerminal()
                                        ? "nothing"
                                        : found.next().stream()
                                                .map(JobStatus::word)
                                                .toList()));
    }
}
