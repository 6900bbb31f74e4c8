// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.error.Problem;
import io.slipway.master.audit.AuditLine;
import io.slipway.master.ejb.TwoSteps;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is done with the second step of the login leaves a line, and what is refused there one of its own. */
class AuditedTwoStepTest extends TwoStepFixture {
    private AuditRig audit;
    private TwoSteps twoSteps;

    @BeforeEach
    void listen() {
        audit = new AuditRig(rig);
        twoSteps = audit.bean(TwoSteps.class);
    }

    @Test
    void wrongCodeAtTheLoginIsToldOnceAsWhatItIs() {
        turnOn();

        assertThat(problemOf(() -> pass(enter(), "no-such-code"))).isEqualTo(Problem.CODE_WRONG);

        List<AuditLine> lines = audit.lines();
        assertThat(audit.told())
                .containsExactly("admin two-step-on account:admin", "- code-failed account:admin SW-2061");
        assertThat(lines.get(1).address()).isEqualTo(HERE.text());
    }

    @Test
    void wrongCodeOfWhoIsInIsToldOnceByWhomAndWhatFor() {
        twoSteps.begin(audit.admin);
        refusedCode(() -> twoSteps.confirm(audit.admin, "000000"));
        turnOn();
        refusedCode(() -> twoSteps.renewCodes(audit.admin, "no-such-code"));
        refusedCode(() -> twoSteps.turnOff(audit.admin, RIGHT, "no-such-code"));

        assertThat(audit.told())
                .containsExactly(
                        "admin two-step-on account:admin SW-2061",
                        "admin two-step-on account:admin",
                        "admin recovery-codes-made account:admin SW-2061",
                        "admin two-step-off account:admin SW-2061");
        assertThat(audit.last().address()).isEqualTo(audit.admin.origin().address());
    }

    @Test
    void codesThatAreNotLookedAtAnyMoreAreToldOnceEach() {
        turnOn();
        for (int code = 0; code < 5; code++) {
            refusedCode(() -> twoSteps.renewCodes(audit.admin, "no-such-code"));
        }

        assertThat(problemOf(() -> twoSteps.renewCodes(audit.admin, "no-such-code")))
                .isEqualTo(Problem.TRIES_TOO_MANY);
        assertThat(problemOf(() -> pass(enter(), "no-such-code"))).isEqualTo(Problem.TRIES_TOO_MANY);

        assertThat(audit.told().subList(6, audit.told().size()))
                .containsExactly(
                        "admin recovery-codes-made account:admin SW-2060", "- code-limited account:admin SW-2060");
    }

    private static void refusedCode(Runnable work) {
        assertThat(problemOf(work::run)).isEqualTo(Problem.CODE_WRONG);
    }
}
