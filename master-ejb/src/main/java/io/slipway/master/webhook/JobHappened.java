// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.webhook;

import static java.util.Objects.requireNonNull;

import io.slipway.job.JobId;
import java.time.Instant;
import java.util.UUID;

/**
 * Something that has happened to a job.
 *
 * @param uuid of the delivery that tells it
 */
public record JobHappened(UUID uuid, WebhookEvent event, Instant date, JobId job) {
    public JobHappened {
        requireNonNull(uuid, "uuid");
        requireNonNull(event, "event");
        requireNonNull(date, "date");
        requireNonNull(job, "job");
    }
}
