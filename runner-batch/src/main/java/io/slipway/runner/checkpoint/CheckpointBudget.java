// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.checkpoint;

import java.time.Duration;

/**
 * Decides whether a checkpoint of an attempt is worth it: what they all have cost, and the next one as much as the last, must stay
 * below a share of the time that the attempt has taken. Used by one thread.
 */
public final class CheckpointBudget {
    /** Of the first one, before any was measured. */
    private static final Duration GUESS = Duration.ofMillis(150);

    private final int percent;
    private Duration spent = Duration.ZERO;
    private Duration last = GUESS;

    /** @param percent 0 to 100; 100 allows every one */
    public CheckpointBudget(int percent) {
        this.percent = percent;
    }

    /** @param taken how long the attempt has taken until now */
    public boolean allows(Duration taken) {
        if (percent == 100) {
            return true;
        }
        Duration would = spent.plus(last);
        return would.multipliedBy(100).compareTo(taken.multipliedBy(percent)) <= 0;
    }

    /** @param cost how long a task was held up by the checkpoint before it */
    public void spend(Duration cost) {
        spent = spent.plus(cost);
        last = cost;
    }
}
