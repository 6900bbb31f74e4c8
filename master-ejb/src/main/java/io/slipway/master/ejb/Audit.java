// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ejb;

import io.slipway.master.access.Caller;
import io.slipway.master.audit.AuditFilter;
import io.slipway.master.audit.AuditPage;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.interceptor.Interceptors;

/**
 * The audit log, for administrators.
 *
 * <p>All methods throw {@link io.slipway.error.ProblemException}.
 */
@Stateless
@Interceptors(StoreGuard.class)
public class Audit {
    @EJB
    private MasterLifecycle lifecycle;

    /** A page, newest first. @param start what the page before named as the next; 0 for the newest */
    public AuditPage list(Caller caller, AuditFilter filter, long start) {
        return lifecycle.master().audit().query().list(caller, filter, start);
    }
}
