// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.access;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Who is told of what happens at the doors. May be told within a transaction or without one, and must not throw. */
@FunctionalInterface
public interface LoginWitness {
    /** Writes what it is told into the server's log. */
    LoginWitness LOG = new LoginWitness() {
        private final Logger log = System.getLogger(LoginWitness.class.getName());

        @Override
        public void saw(Act act, String account, String from, String detail) {
            log.log(Level.INFO, "{0}: account `{1}`, from `{2}` {3}", act, account, from, detail);
        }
    };

    /** What can happen. */
    enum Act {
        /** Name or password was wrong. */
        LOGIN_FAILED,
        /** A password was not looked at, because too many had been wrong. */
        LOGIN_LIMITED,
        /** A code of the second step was wrong, or was taken before. */
        CODE_FAILED,
        /** A code was not looked at, because too many had been wrong. */
        CODE_LIMITED,
        /** Somebody has come in whole, with a code where one is needed. */
        LOGGED_IN,
        /** A recovery code was used up. */
        RECOVERY_CODE_USED,
        /** A user has turned two-step login on. */
        TWO_STEP_ON,
        /** A user has turned two-step login off. */
        TWO_STEP_OFF,
        /** An administrator has turned it off for a user. */
        TWO_STEP_TAKEN_OFF,
        /** A user has other recovery codes. */
        RECOVERY_CODES_MADE
    }

    /**
     * Something has happened.
     *
     * @param account whose; empty when there is none of the name that was given, which may be a password in the wrong field
     * @param from the network it came from; empty when that does not matter
     * @param detail what more is to be said; may be empty
     */
    void saw(Act act, String account, String from, String detail);

    /** Something was done by somebody who is in already; in the transaction in which it is. */
    default void saw(Act act, Caller caller, String account) {
        saw(act, account, caller.origin().address(), "by `%s`".formatted(caller.username()));
    }
}
