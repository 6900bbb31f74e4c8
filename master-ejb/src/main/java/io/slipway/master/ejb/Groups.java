// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ejb;

import io.slipway.job.GroupId;
import io.slipway.job.JobId;
import io.slipway.manifest.CheckedTriggers;
import io.slipway.master.access.Caller;
import io.slipway.master.audit.Act;
import io.slipway.master.audit.AuditTrail;
import io.slipway.master.audit.Deed;
import io.slipway.master.group.GroupView;
import io.slipway.master.group.NewGroup;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.interceptor.Interceptors;
import java.util.Optional;

/**
 * Groups of jobs, for their owners and administrators; for everybody else there are none.
 *
 * <p>All methods throw {@link io.slipway.error.ProblemException}.
 */
@Stateless
@Interceptors(StoreGuard.class)
public class Groups {
    @EJB
    private MasterLifecycle lifecycle;

    /**
     * Reads triggers as a manifest has them, without storing them.
     *
     * @param json a list
     * @throws io.slipway.manifest.ManifestException with all findings, when one is an error
     */
    public CheckedTriggers triggers(Caller caller, String json) {
        return lifecycle.master().groups().triggers(caller, json);
    }

    /** Makes a group of pending jobs of the caller's; throws GROUP_JOBS_ILLEGAL when one is not so, and none is in a group then. */
    public GroupView create(Caller caller, NewGroup group) {
        return lifecycle.master().groups().create(caller, group);
    }

    /** Throws GROUP_UNKNOWN. */
    public GroupView find(Caller caller, GroupId group) {
        return lifecycle.master().groups().find(caller, group);
    }

    /** The group of a job, when the caller may see it. */
    public Optional<GroupId> ofJob(Caller caller, JobId job) {
        return lifecycle.master().groups().ofJob(caller, job);
    }

    /** Queues the jobs that are pending; done twice, it changes nothing the second time. */
    public GroupView start(Caller caller, GroupId group) {
        return audit().onGroup(
                        caller,
                        Deed.of(Act.GROUP_STARTED, group),
                        group,
                        () -> lifecycle.master().groups().start(caller, group));
    }

    /** Cancels the jobs that have not ended. */
    public GroupView cancel(Caller caller, GroupId group) {
        return audit().onGroup(
                        caller,
                        Deed.of(Act.GROUP_CANCELLED, group),
                        group,
                        () -> lifecycle.master().groups().cancel(caller, group));
    }

    private AuditTrail audit() {
        return lifecycle.master().audit().trail();
    }
}
