// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ejb;

import io.slipway.master.access.Caller;
import io.slipway.master.listing.JobLines;
import io.slipway.master.listing.JobListing;
import io.slipway.master.listing.LastResult;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.interceptor.Interceptors;
import java.net.URI;
import java.util.List;

/**
 * Lists of jobs as people look for them, and what badges say.
 *
 * <p>All methods throw {@link io.slipway.error.ProblemException}.
 */
@Stateless
@Interceptors(StoreGuard.class)
public class JobLists {
    @EJB
    private MasterLifecycle lifecycle;

    /** @param start what the page before named as the next; 0 for the newest */
    public JobLines list(Caller caller, JobListing listing, long start, int size) {
        return lifecycle.master().lists().list(caller, listing, start, size);
    }

    /** How the newest public job of a user below these tags ended. */
    public LastResult lastResult(String owner, List<String> tags) {
        return lifecycle.master().lists().lastResult(owner, tags);
    }

    /** The address of the console as others reach it, without slash at the end. */
    public URI origin() {
        return lifecycle.master().origin();
    }
}
