// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.trigger;

import io.slipway.job.JobId;
import io.slipway.master.store.GroupStore.GroupRow;
import io.slipway.master.store.JobRow;
import java.net.URI;

/** Addresses of the console and of the API, for who is not on the machine. */
record Addresses(URI origin) {
    String page(JobRow job) {
        return "%s/~%s/job/%s".formatted(origin, job.owner(), job.id());
    }

    String page(GroupRow group) {
        return "%s/~%s/group/%s".formatted(origin, group.owner(), group.id());
    }

    /** The log of an attempt, which stays what it is when there are others. */
    String setupLog(JobId job, int attempt) {
        return "%s/api/jobs/%s/log?attempt=%d".formatted(origin, job, attempt);
    }

    String log(JobId job, String task, int attempt) {
        return "%s/api/jobs/%s/log/%s?attempt=%d".formatted(origin, job, task, attempt);
    }
}
