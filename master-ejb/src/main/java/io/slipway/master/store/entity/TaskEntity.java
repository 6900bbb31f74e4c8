// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store.entity;

import io.slipway.task.TaskStatus;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;

/** A row of {@code task}, for queries; {@code TaskStore} moves it by SQL. */
@Entity
@NamedQuery(
        name = "Task.ofJobs",
        query = "select t from TaskEntity t where t.jobId in :jobs order by t.jobId, t.position")
@Table(name = "task")
@IdClass(TaskEntity.Key.class)
public class TaskEntity {

    @Id
    @Column(name = "job_id")
    private long jobId;

    @Id
    private int position;

    private String name;

    private TaskStatus status;

    private Instant started;

    private Instant ended;

    @Column(name = "exit_code")
    private int exitCode;

    private Integer attempt;

    /** For EclipseLink alone. */
    protected TaskEntity() {}

    public long jobId() {
        return jobId;
    }

    public String name() {
        return name;
    }

    public TaskStatus status() {
        return status;
    }

    public Instant started() {
        return started;
    }

    public Instant ended() {
        return ended;
    }

    public int exitCode() {
        return exitCode;
    }

    public Integer attempt() {
        return attempt;
    }

    /** The primary key. */
    public static class Key {
        private long jobId;
        private int position;

        /** For EclipseLink alone. */
        public Key() {}

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && jobId == key.jobId && position == key.position;
        }

        @Override
        public int hashCode() {
            return Objects.hash(jobId, position);
        }
    }
}
