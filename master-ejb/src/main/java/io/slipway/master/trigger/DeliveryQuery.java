// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.trigger;

import io.slipway.job.GroupId;
import io.slipway.job.JobId;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.query.JobQuery;
import io.slipway.master.store.DeliveryStore;
import io.slipway.master.store.JobRow;
import io.slipway.master.store.Stores;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** What has become of deliveries, for who may see the job; to whom they go, its owner and administrators alone see. */
public final class DeliveryQuery {
    private final JobQuery jobs;
    private final DeliveryStore deliveries;
    private final Clock clock;

    public DeliveryQuery(JobQuery jobs, Stores stores, Clock clock) {
        this.jobs = jobs;
        this.deliveries = stores.deliveries();
        this.clock = clock;
    }

    /** The deliveries of a job, oldest first; throws JOB_UNKNOWN. */
    public List<DeliveryView> of(Caller caller, JobId job) {
        JobRow row = jobs.seen(caller, job);
        boolean mine = Permissions.owns(caller, row.ownerId());
        Instant now = clock.instant();
        return deliveries.of(job).stream()
                .map(delivery -> DeliveryView.of(delivery, mine, now))
                .toList();
    }

    /** The deliveries of a group, oldest first, for who may see the group: whoever calls has made sure of that. */
    public List<DeliveryView> of(GroupId group) {
        Instant now = clock.instant();
        return deliveries.of(group).stream()
                .map(delivery -> DeliveryView.of(delivery, true, now))
                .toList();
    }
}
