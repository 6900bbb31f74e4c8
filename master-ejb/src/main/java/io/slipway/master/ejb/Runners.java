// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ejb;

import io.slipway.envelope.PublicKeys;
import io.slipway.envelope.SignedSealingKey;
import io.slipway.error.Problem;
import io.slipway.job.RunnerName;
import io.slipway.master.Master;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Origin;
import io.slipway.master.access.Origin.Way;
import io.slipway.master.access.Permissions;
import io.slipway.master.audit.Act;
import io.slipway.master.audit.AuditTrail;
import io.slipway.master.audit.Deed;
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
import java.util.stream.Stream;

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
        Deed deed = Deed.of(Act.ENROLMENT_TOKEN_CREATED, runner == null ? "" : runner);
        return audit().act(
                        caller,
                        deed,
                        () -> lifecycle.master().enrolments().tokens().issue(caller, runner, lifetime),
                        token -> deed.with("expires", token.expires()));
    }

    /** Enrols the runner that brings a token; throws TRIES_TOO_MANY besides. @param redisHash empty for a runner that brings none */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public Enrolled enrol(String token, RunnerName runner, PublicKeys keys, String redisHash, ClientNetwork from) {
        Master master = lifecycle.master();
        Caller nobody = Caller.ANONYMOUS.from(new Origin(Way.NONE, from.text()));
        Deed deed = Deed.of(Act.RUNNER_ENROLLED, runner).with("keys", keys.fingerprint());
        return master.doors()
                .tries()
                .look(
                        Limit.ENROLMENT,
                        from.text(),
                        "Enrolling runner `%s`".formatted(runner),
                        Problem.ENROLMENT_TOKEN_WRONG,
                        () -> audit().act(
                                        nobody,
                                        deed,
                                        () -> master.enrolments().enrolment().enrol(token, runner, keys, redisHash)));
    }

    /** What is less safe than it could be between master, runners and database; a sentence each. */
    public List<String> notices(Caller caller) {
        Permissions.administer(caller, Permissions.JOBS_READ);
        return Stream.concat(
                        lifecycle.notices().stream(),
                        lifecycle.master().enrolments().runners().notices(caller).stream())
                .toList();
    }

    /** What runners seal what they say to. */
    public SignedSealingKey sealing() {
        return lifecycle.sealing();
    }

    /** The file of the users of the shared Redis, as it is to be now. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public String acl(Caller caller) {
        return lifecycle.master().enrolments().acl().file(caller);
    }

    /** From now on nothing is taken from the runner, and nothing given to it. */
    public void revoke(Caller caller, RunnerName runner) {
        audit().act(
                        caller,
                        Deed.of(Act.RUNNER_REVOKED, runner),
                        () -> lifecycle.master().enrolments().revocation().revoke(caller, runner));
    }

    private AuditTrail audit() {
        return lifecycle.master().audit().trail();
    }
}
