// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store.entity;

import io.slipway.job.JobStatus;
import io.slipway.job.Visibility;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code job}, for queries; {@code JobStore} writes it by SQL, with its tasks in one statement. */
@Entity
@NamedQuery(name = "Job.find", query = JobEntity.READ + " and j.id = :id")
@NamedQuery(
        name = "Job.list",
        query = JobEntity.READ + " and j.id <= :start and (:owner = 0 or j.ownerId = :owner) order by j.id desc")
@NamedQuery(name = "Job.count", query = "select count(j) from JobEntity j where :owner = 0 or j.ownerId = :owner")
@NamedQuery(name = "Job.ofIds", query = JobEntity.READ + " and j.id in :ids")
@NamedQuery(
        name = "Job.publicOf",
        query = JobEntity.READ
                + " and j.ownerId = :owner and j.visibility = :visibility and j.id <= :start order by j.id desc")
@NamedQuery(name = "Job.manifest", query = "select j.manifest from JobEntity j where j.id = :id")
@Table(name = "job")
public class JobEntity {
    static final String READ = """
            select new io.slipway.master.store.JobRow(
                j.id, j.ownerId, u.name, j.status, j.visibility, j.note, j.tags, j.image, j.arch,
                j.attempt, j.runner, j.created, j.updated)
            from JobEntity j, UserEntity u
            where u.id = j.ownerId
            """;

    @Id
    private long id;

    @Column(name = "owner_id")
    private long ownerId;

    private JobStatus status;

    private Visibility visibility;

    private String note;

    private String tags;

    private String image;

    private String arch;

    private String manifest;

    private int priority;

    private Instant created;

    private Instant updated;

    private boolean waiting;

    private int attempt;

    private long epoch;

    private String runner;

    /** For EclipseLink alone. */
    protected JobEntity() {}
}
