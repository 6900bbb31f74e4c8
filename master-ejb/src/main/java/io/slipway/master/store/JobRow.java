// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Visibility;
import java.time.Instant;
import java.util.List;

/**
 * A job as it is stored, without its manifest.
 *
 * @param ownerId id of the user
 * @param owner name of the user
 * @param attempt number of the newest attempt, 0 before the first
 * @param runner of the newest attempt, empty before the first
 */
public record JobRow(
        JobId id,
        long ownerId,
        String owner,
        JobStatus status,
        Visibility visibility,
        String note,
        List<String> tags,
        String image,
        String arch,
        int attempt,
        String runner,
        Instant created,
        Instant updated) {
    public JobRow {
        tags = List.copyOf(tags);
    }

    /** As EclipseLink makes it from columns; {@code tags} are joined by {@code /}. */
    @SuppressWarnings("checkstyle:ParameterNumber")
    public JobRow(
            long id,
            long ownerId,
            String owner,
            JobStatus status,
            Visibility visibility,
            String note,
            String tags,
            String image,
            String arch,
            int attempt,
            String runner,
            Instant created,
            Instant updated) {
        this(
                new JobId(id),
                ownerId,
                owner,
                status,
                visibility,
                note,
                tags.isEmpty() ? List.of() : List.of(tags.split("/")),
                image,
                arch,
                attempt,
                runner == null ? "" : runner,
                created,
                updated);
    }
}
