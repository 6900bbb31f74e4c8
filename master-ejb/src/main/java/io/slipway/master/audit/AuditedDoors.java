// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.audit;

import io.slipway.error.Problem;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Origin;
import io.slipway.master.access.Origin.Way;

/**
 * Writes down what happens at the doors. Names that no account has do not come here, since they may be passwords in the wrong field.
 *
 * <p>Like everything in the log, what was done is not done without its line: whoever cannot be written down does not come in.
 */
public final class AuditedDoors {
    private final AuditTrail trail;

    AuditedDoors(AuditTrail trail) {
        this.trail = trail;
    }

    /**
     * Somebody has come in; in the running transaction, or in one of its own.
     *
     * @param from the network it came from; empty when that does not matter
     * @param detail what more is to be said; may be empty
     */
    public void came(Act act, String account, String from, String detail) {
        Deed bare = Deed.of(act, account);
        trail.doneBy(account, nobody(from), detail.isEmpty() ? bare : bare.with("detail", detail));
    }

    /**
     * Somebody was not let in; in a transaction of its own.
     *
     * @param account empty when there is none of the name that was given
     * @param why what the user is told
     */
    public void refused(Act act, String account, String from, Problem why) {
        trail.refused(nobody(from), Deed.of(act, account), why);
    }

    /** Somebody who is in already has changed how an account is come into; in the transaction in which that is done. */
    public void changed(Act act, Caller caller, String account) {
        trail.done(caller, Deed.of(act, account));
    }

    private static Caller nobody(String from) {
        return Caller.ANONYMOUS.from(new Origin(Way.NONE, from));
    }
}
