// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import io.slipway.master.listing.ListJobs;
import io.slipway.master.log.LogFiles;
import io.slipway.master.operator.ExecutionQuery;
import io.slipway.master.query.JobQuery;
import io.slipway.master.query.LogQuery;
import io.slipway.master.query.OfferedImages;
import io.slipway.master.store.Stores;
import io.slipway.master.waiting.WhyWaiting;

/** The part of the object graph that console and API read by. */
record Reading(
        JobQuery jobs,
        ListJobs lists,
        WhyWaiting waiting,
        OfferedImages images,
        LogFiles files,
        LogQuery logs,
        ExecutionQuery executions) {

    static Reading of(Means means) {
        Stores stores = means.stores();
        JobQuery jobs = new JobQuery(stores, means.audit().seen(), means.lease(), means.clock());
        LogFiles files = new LogFiles(means.settings().logs());
        return new Reading(
                jobs,
                new ListJobs(stores),
                new WhyWaiting(jobs, stores, means.lease(), means.clock()),
                new OfferedImages(stores.runners(), means.lease(), means.clock()),
                files,
                new LogQuery(stores, files, means.audit().seen(), means.watch()),
                new ExecutionQuery(stores, means.lease(), means.clock()));
    }
}
