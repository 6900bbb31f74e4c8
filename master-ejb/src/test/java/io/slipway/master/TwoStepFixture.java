// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.access.IssuedToken;
import io.slipway.master.access.Login;
import io.slipway.master.limit.ClientNetwork;
import io.slipway.master.twostep.SetUp;
import io.slipway.master.twostep.TurnedOn;
import io.slipway.master.twostep.TwoStep;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;

/** A master with an administrator, and the app that the administrator has for codes. */
abstract class TwoStepFixture {
    static final ClientNetwork HERE = new ClientNetwork("192.0.2.1");
    static final Duration STEP = Duration.ofSeconds(30);
    static final String RIGHT = "correct horse";

    MasterRig rig;
    FakeAuthenticator app;

    @BeforeEach
    void start() {
        rig = new MasterRig(Map.of("limit.code", "5/10m"));
    }

    IssuedToken token(Set<Grant> grants) {
        return rig.within(() -> rig.master.tokens().issue(rig.admin, "admin", "test", grants, Duration.ofDays(1)));
    }

    TurnedOn turnOn() {
        app = app(twoStep().begin(rig.admin));
        return twoStep().confirm(rig.admin, app.code());
    }

    FakeAuthenticator app(SetUp setUp) {
        return new FakeAuthenticator(setUp.secret(), rig.clock);
    }

    TwoStep twoStep() {
        return rig.master.doors().twoStep();
    }

    Login enter() {
        return rig.master.doors().logIn().enter("admin", RIGHT, HERE);
    }

    Login pass(Login first, String code) {
        return rig.master.doors().logIn().pass(first.caller().userId(), first.epoch(), code, HERE);
    }

    Caller bySession(Login login) {
        return rig.within(() -> rig.master.users().bySession(login.caller().userId(), login.epoch()));
    }

    static Problem problemOf(ThrowingCallable call) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .actual()
                .problem();
    }
}
