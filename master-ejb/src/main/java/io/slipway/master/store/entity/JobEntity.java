// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store.entity;

import io.slipway.job.JobStatus;
import io.slipway.job.Visibility;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code job}. */
@Entity
@Table(name = "job")
public class JobEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "job_id")
    @SequenceGenerator(name = "job_id", sequenceName = "job_id", allocationSize = 1)
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

    public JobEntity(Content content, JobStatus status, int priority, Instant created) {
        this.ownerId = content.ownerId;
        this.status = status;
        this.visibility = content.visibility;
        this.note = content.note;
        this.tags = content.tags;
        this.image = content.image;
        this.arch = content.arch;
        this.manifest = content.manifest;
        this.priority = priority;
        this.created = created;
        this.updated = created;
        this.waiting = status == JobStatus.QUEUED;
    }

    public long id() {
        return id;
    }

    /** What a user hands in, as columns. */
    public record Content(
            long ownerId,
            Visibility visibility,
            String note,
            String tags,
            String image,
            String arch,
            String manifest) {}
}
