// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.step;

import io.slipway.job.Outcome;

/** Ends an attempt in the middle of a step, with its outcome. Carries no stack trace: it is an answer, not a defect. */
public final class AttemptEndedException extends RuntimeException {
    private final transient Outcome outcome;

    public AttemptEndedException(Outcome outcome) {
        super(outcome.sentence(), null, false, false);
        this.outcome = outcome;
    }

    public Outcome outcome() {
        return outcome;
    }
}
