// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.account;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.util.Locale;

/** A password that somebody wants to have from now on. */
record NewPassword(String text) {
    private static final int SHORTEST = 10;
    private static final int LONGEST = 1_024;

    /** @param username whose password it is to be, who may not have the name for one */
    static NewPassword of(String text, String username) {
        int length = text.codePointCount(0, text.length());
        if (length < SHORTEST || text.length() > LONGEST) {
            throw refused("it has %d characters; %d to %d are allowed".formatted(length, SHORTEST, LONGEST));
        }
        if (text.chars().distinct().count() == 1
                || text.toLowerCase(Locale.ROOT).equals(username)) {
            throw refused("it is one character again and again, or the name of the account; another is needed");
        }
        return new NewPassword(text);
    }

    private static ProblemException refused(String sentence) {
        return new ProblemException(Problem.PASSWORD_REFUSED, "Taking a new password: " + sentence);
    }

    /** Leaves out the password. */
    @Override
    public String toString() {
        return "new password";
    }
}
