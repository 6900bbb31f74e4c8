// SPDX-License-Identifier: Apache-2.0
package io.slipway.error;

import java.time.Duration;

/** Too many tries: what was to be done was not looked at. */
public final class TriesException extends ProblemException {
    private final Duration after;

    /** @param after how long it is until the next try may go through */
    public TriesException(String sentence, Duration after) {
        super(Problem.TRIES_TOO_MANY, sentence);
        this.after = after;
    }

    /** How long it is until the next try may go through; whole seconds, one at least. */
    public Duration after() {
        return after;
    }
}
