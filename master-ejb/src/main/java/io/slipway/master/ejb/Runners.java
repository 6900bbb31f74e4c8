// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ejb;

import io.slipway.envelope.PublicKeys;
import io.slipway.error.Problem;
import io.slipway.job.RunnerName;
import io.slipway.master.Master;
import io.slipway.master.access.Caller;
import io.slipway.master.enrol.EnrolRunner.Enrolled;
import io.slipway.master.enrol.IssuedEnrolment;
import io.slipway.master.enrol.RunnerDetail;
import io.slipway.master.limit.ClientNetwork;
import io.slipway.master.limit.Limit;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.interceptor.Interceptors;
import java.time.Duration;
import java.util.List;

/**
 * Who may be a runner. For administrators, but for the runner itself that brings a token.
 *
 * <p>All methods throw {@link io.slipway.error.ProblemException}.
 */
@Stateless
@Interceptors(StoreGuard.class)
public class Runners {
    @EJB
    private MasterLifecycle lifecycle;

    /** Every runner that the master knows. */
    public List<RunnerDetail> list(Caller caller) {
        return lifecycle.master().enrolments().runners().list(caller);
    }

    /** Makes a token that enrols a runner once. @param runner null for any name that is not taken */
    public IssuedEnrolment issueToken(Caller caller, RunnerName runner, Duration lifetime) {
        return lifecycle.master().enrolments().tokens().issue(caller, runner, lifetime);
    }

    /** Enrols the runner that brings a token; throws TRIES_TOO_MANY besides. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public Enrolled enrol(String token, RunnerName runner, PublicKeys keys, ClientNetwork from) {
        Master master = lifecycle.master();
        return master.doors()
                .tries()
                .look(
                        Limit.ENROLMENT,
                        from.text(),
                        "Enrolling runner `%s`".formatted(runner),
                        Problem.ENROLMENT_TOKEN_WRONG,
                        () -> master.enrolments().enrolment().enrol(token, runner, keys));
    }

    /** From now on nothing is taken from the runner, and nothing given to it. */
    public void revoke(Caller caller, RunnerName runner) {
        lifecycle.master().enrolments().revocation().revoke(caller, runner);
    }
}
