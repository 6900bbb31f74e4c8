// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.audit;

import io.slipway.error.Problem;
import io.slipway.master.access.Caller;
import io.slipway.master.access.LoginWitness;
import io.slipway.master.access.Origin;
import io.slipway.master.access.Origin.Way;
import java.util.Optional;

/** Writes down what happens at the doors. Names that no account has do not come here, since they may be passwords in the wrong field. */
final class AuditedDoors implements LoginWitness {
    private final AuditTrail trail;

    AuditedDoors(AuditTrail trail) {
        this.trail = trail;
    }

    @Override
    public void saw(LoginWitness.Act seen, String account, String from, String detail) {
        Deed bare = Deed.of(io.slipway.master.audit.Act.valueOf(seen.name()), account);
        Deed deed = detail.isEmpty() ? bare : bare.with("detail", detail);
        Caller caller = Caller.ANONYMOUS.from(new Origin(Way.NONE, from));
        Optional<Problem> refusal = refusal(seen);
        if (refusal.isPresent()) {
            trail.refused(caller, deed, refusal.get());
        } else {
            trail.doneBy(account, caller, deed);
        }
    }

    @Override
    public void saw(LoginWitness.Act seen, Caller caller, String account) {
        trail.done(caller, Deed.of(io.slipway.master.audit.Act.valueOf(seen.name()), account));
    }

    private static Optional<Problem> refusal(LoginWitness.Act seen) {
        return switch (seen) {
            case LOGIN_FAILED -> Optional.of(Problem.CREDENTIALS_WRONG);
            case CODE_FAILED -> Optional.of(Problem.CODE_WRONG);
            case LOGIN_LIMITED, CODE_LIMITED -> Optional.of(Problem.TRIES_TOO_MANY);
            case LOGGED_IN, RECOVERY_CODE_USED, TWO_STEP_ON, TWO_STEP_OFF, TWO_STEP_TAKEN_OFF, RECOVERY_CODES_MADE ->
                Optional.empty();
        };
    }
}
