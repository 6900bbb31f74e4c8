// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store.entity;

import io.slipway.job.JobStatus;
import io.slipway.job.Visibility;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code job}, for queries; {@code JobStore} writes it by SQL, with its tasks in one statement. */
@Entity
@Table(name = "job")
public class JobEntity {

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
