// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.group;

import static java.util.Objects.requireNonNull;

import io.slipway.job.JobId;
import io.slipway.trigger.Trigger;
import java.util.List;

/**
 * What a user makes a group of.
 *
 * @param jobs pending ones of the caller's
 * @param triggers for the group's end
 * @param note Markdown, empty for none, at most 4,096 characters
 * @param execute false keeps the jobs {@code pending} until the group is started
 */
public record NewGroup(List<JobId> jobs, List<Trigger> triggers, String note, boolean execute) {
    public NewGroup {
        jobs = List.copyOf(jobs);
        triggers = List.copyOf(triggers);
        requireNonNull(note, "note");
    }
}
