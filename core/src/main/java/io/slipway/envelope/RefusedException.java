// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;

/** An envelope that is not from whom it should be, or for somebody else; nothing of what is in it counts. */
public final class RefusedException extends ProblemException {
    private static final int LONGEST_SENDER = 100;

    private final String sender;

    /** @param sender who it says to be from, not checked; empty for the master */
    public RefusedException(Problem problem, String sender, String sentence) {
        super(problem, sentence);
        this.sender = sender.length() > LONGEST_SENDER ? sender.substring(0, LONGEST_SENDER) : sender;
    }

    public String sender() {
        return sender;
    }
}
