// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ejb;

import io.slipway.master.access.Caller;
import io.slipway.master.access.Login;
import io.slipway.master.audit.Act;
import io.slipway.master.audit.AuditTrail;
import io.slipway.master.audit.Deed;
import io.slipway.master.twostep.SetUp;
import io.slipway.master.twostep.TurnedOn;
import io.slipway.master.twostep.TwoStep;
import io.slipway.master.twostep.TwoStepState;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.interceptor.Interceptors;
import java.util.List;
import java.util.Optional;

/** The second step of the login, as users and administrators turn it on and off. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@Interceptors(StoreGuard.class)
public class TwoSteps {
    @EJB
    private MasterLifecycle lifecycle;

    public TwoStepState state(Caller caller) {
        return twoStep().state(caller);
    }

    /** Begins to set it up; throws TWO_STEP_ON. */
    public void begin(Caller caller) {
        twoStep().begin(caller);
    }

    /** What was begun and waits for its first code. */
    public Optional<SetUp> begun(Caller caller) {
        return twoStep().begun(caller);
    }

    /** Turns it on for who has a first code of the app; every session ends but the one that goes on with what is given back. */
    public TurnedOn confirm(Caller caller, String code) {
        return audit().refusals(
                        caller,
                        Deed.of(Act.TWO_STEP_ON, caller.username()),
                        () -> twoStep().confirm(caller, code));
    }

    /** Turns it off; every session ends but the one that goes on with what is given back. */
    public Login turnOff(Caller caller, String password, String code) {
        return audit().refusals(
                        caller,
                        Deed.of(Act.TWO_STEP_OFF, caller.username()),
                        () -> twoStep().turnOff(caller, password, code));
    }

    /** Ten recovery codes in place of those before. */
    public List<String> renewCodes(Caller caller, String code) {
        return audit().refusals(
                        caller,
                        Deed.of(Act.RECOVERY_CODES_MADE, caller.username()),
                        () -> twoStep().renewCodes(caller, code));
    }

    /** Turns it off for a user, when an administrator calls. */
    public void takeOff(Caller caller, String username) {
        audit().refusals(
                        caller,
                        Deed.of(Act.TWO_STEP_TAKEN_OFF, username),
                        () -> twoStep().takeOff(caller, username));
    }

    private TwoStep twoStep() {
        return lifecycle.master().doors().twoStep();
    }

    private AuditTrail audit() {
        return lifecycle.master().audit().trail();
    }
}
