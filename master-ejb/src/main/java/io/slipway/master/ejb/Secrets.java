// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ejb;

import io.slipway.job.JobId;
import io.slipway.master.access.Caller;
import io.slipway.master.audit.Act;
import io.slipway.master.audit.AuditTrail;
import io.slipway.master.audit.Deed;
import io.slipway.master.secret.NewSecret;
import io.slipway.master.secret.SecretView;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.interceptor.Interceptors;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What console and API can do with secrets. Every method checks first whether the caller may; no content ever comes out.
 *
 * <p>All methods throw {@link io.slipway.error.ProblemException}; uuids are texts that are not checked.
 */
@Stateless
@Interceptors(StoreGuard.class)
public class Secrets {
    @EJB
    private MasterLifecycle lifecycle;

    /** All of the caller's, the newest first. */
    public List<SecretView> list(Caller caller) {
        return lifecycle.master().secrets().list(caller);
    }

    /** @param before id of the secret behind which the list begins; 0 for the newest */
    public List<SecretView> list(Caller caller, long before, int most) {
        return lifecycle.master().secrets().list(caller, before, most);
    }

    public SecretView find(Caller caller, String uuid) {
        return lifecycle.master().secrets().find(caller, uuid);
    }

    /** Those that each of the jobs is given, of those jobs that are the caller's. */
    public Map<JobId, List<SecretView>> ofJobs(Caller caller, Collection<JobId> jobs) {
        return lifecycle.master().secrets().ofJobs(caller, jobs);
    }

    public SecretView add(Caller caller, NewSecret secret) {
        Deed deed = Deed.of(Act.SECRET_CREATED, "")
                .with("name", secret.name())
                .with("type", secret.type().word());
        return audit().act(
                        caller,
                        deed,
                        () -> lifecycle.master().secrets().add(caller, secret),
                        added -> deed.on(added.uuid()));
    }

    public void remove(Caller caller, String uuid) {
        audit().act(
                        caller,
                        Deed.of(Act.SECRET_DELETED, uuid),
                        () -> lifecycle.master().secrets().remove(caller, uuid));
    }

    /** Gives somebody a copy, for ever. @return the caller's own */
    public SecretView share(Caller caller, String uuid, String username) {
        Deed deed = Deed.of(Act.SECRET_SHARED, uuid).with("with", username);
        return audit().act(
                        caller,
                        deed,
                        () -> lifecycle.master().secrets().share(caller, uuid, username),
                        shared -> deed.with("name", shared.name()));
    }

    private AuditTrail audit() {
        return lifecycle.master().audit().trail();
    }
}
