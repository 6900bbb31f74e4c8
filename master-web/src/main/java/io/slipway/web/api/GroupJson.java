// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.manifest.Finding;
import io.slipway.master.group.GroupView;
import io.slipway.master.group.GroupView.GroupedJob;
import java.time.Instant;
import java.util.List;

/**
 * A group of jobs.
 *
 * @param status follows from the jobs
 * @param url of its page
 * @param warnings about the triggers; only in the answer to a creation
 */
record GroupJson(
        long id,
        String note,
        JobJson.Owner owner,
        List<Job> jobs,
        String status,
        Instant created,
        String url,
        List<TriggerJson> triggers,
        List<DeliveryJson> deliveries,
        List<ErrorJson.Entry> warnings) {
    static GroupJson of(GroupView group, List<Finding> warnings) {
        return new GroupJson(
                group.id().value(),
                group.note(),
                JobJson.Owner.of(group.owner()),
                group.jobs().stream().map(Job::of).toList(),
                group.status().word(),
                group.created(),
                Links.page(group.owner(), group.id()),
                group.triggers().stream().map(TriggerJson::of).toList(),
                group.deliveries().stream().map(DeliveryJson::of).toList(),
                warnings.stream().map(GroupJson::warning).toList());
    }

    /** Without line and column: those are of the triggers as the master wrote them. */
    static ErrorJson.Entry warning(Finding finding) {
        return new ErrorJson.Entry(
                "triggers", finding.sentence(), finding.problem().code(), finding.path(), 0, 0);
    }

    /** A job of the group, in short. */
    record Job(long id, String status) {
        static Job of(GroupedJob job) {
            return new Job(job.id().value(), job.status().word());
        }
    }
}
