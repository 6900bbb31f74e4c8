// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ejb;

import io.slipway.job.JobId;
import io.slipway.master.access.Caller;
import io.slipway.master.graph.ArtifactEntry;
import io.slipway.master.graph.GroupEntry;
import io.slipway.master.graph.InstanceView;
import io.slipway.master.graph.JobEntries;
import io.slipway.master.graph.JobEntry;
import io.slipway.master.graph.LogRef;
import io.slipway.master.graph.Profile;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.interceptor.Interceptors;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What GraphQL reads, many things at a time. Of what the caller may not see nothing is told.
 *
 * <p>All methods throw {@link io.slipway.error.ProblemException}.
 */
@Stateless
@Interceptors(StoreGuard.class)
public class Graph {
    @EJB
    private MasterLifecycle lifecycle;

    /**
     * The jobs of a user, newest first: all of the caller's own, the public ones of others.
     *
     * @param owner id of the user
     * @param start id of the first job to list; 0 for the newest
     */
    public JobEntries jobsOf(Caller caller, long owner, long start, int size) {
        return lifecycle.master().graph().jobs().of(caller, owner, start, size);
    }

    /** Those of the jobs that the caller may see, in no order. */
    public List<JobEntry> jobs(Caller caller, Collection<JobId> ids) {
        return lifecycle.master().graph().jobs().find(caller, ids);
    }

    public Map<JobId, String> manifests(Caller caller, Collection<JobId> ids) {
        return lifecycle.master().graph().jobs().manifests(caller, ids);
    }

    /** The artifacts of each job's newest attempt, in the manifest's order. */
    public Map<JobId, List<ArtifactEntry>> artifacts(Caller caller, Collection<JobId> ids) {
        return lifecycle.master().graph().jobs().artifacts(caller, ids);
    }

    /** The group of each job that is in one, of those groups that the caller may see. */
    public Map<JobId, GroupEntry> groups(Caller caller, Collection<JobId> jobs) {
        return lifecycle.master().graph().groups().of(caller, jobs);
    }

    /** The last 128 KiB of each log, as text. */
    public Map<LogRef, String> tails(Caller caller, Collection<LogRef> logs) {
        return lifecycle.master().graph().jobs().tails(caller, logs);
    }

    /** Of those users that there are, in no order. */
    public List<Profile> profiles(Caller caller, Collection<Long> ids) {
        return lifecycle.master().graph().profiles().find(caller, ids);
    }

    /**
     * Of those users that there are, in no order.
     *
     * @param usernames without tilde
     */
    public List<Profile> profilesByName(Caller caller, Collection<String> usernames) {
        return lifecycle.master().graph().profiles().findByName(caller, usernames);
    }

    /** 256 bits that cursors are sealed with, the same for every master. */
    public byte[] cursorKey() {
        return lifecycle.master().graph().cursorKey().bytes();
    }

    public InstanceView instance() {
        return lifecycle.master().graph().instance();
    }
}
