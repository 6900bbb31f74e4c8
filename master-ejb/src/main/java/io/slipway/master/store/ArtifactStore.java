// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.job.JobId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code artifact}: what jobs left behind. */
public final class ArtifactStore {
    private static final String COLUMNS =
            "id, job_id, number, position, path, name, size, sha256, created, object, removed";

    private final Database database;

    public ArtifactStore(Database database) {
        this.database = database;
    }

    /** Stores an artifact; one of the same job, position and name is replaced and keeps its id. */
    public long put(ArtifactRow artifact) {
        return database.first(
                        """
                        insert into artifact (job_id, number, position, path, name, size, sha256, created, object)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (job_id, position, name) do update
                        set number = excluded.number, path = excluded.path, size = excluded.size,
                            sha256 = excluded.sha256, created = excluded.created, object = excluded.object,
                            removed = null
                        returning id
                        """,
                        row -> row.getLong("id"),
                        artifact.job().value(),
                        artifact.number(),
                        artifact.position(),
                        artifact.path(),
                        artifact.name(),
                        artifact.size(),
                        artifact.sha256(),
                        artifact.created(),
                        artifact.object())
                .orElseThrow();
    }

    /** The artifacts of one attempt at a job, in the manifest's order. */
    public List<ArtifactRow> of(JobId job, int number) {
        return database.rows(
                "select " + COLUMNS + " from artifact where job_id = ? and number = ? order by position, name",
                ArtifactStore::row,
                job.value(),
                number);
    }

    public Optional<ArtifactRow> find(JobId job, long id) {
        return database.first(
                "select " + COLUMNS + " from artifact where job_id = ? and id = ?",
                ArtifactStore::row,
                job.value(),
                id);
    }

    static ArtifactRow row(ResultSet row) throws SQLException {
        return new ArtifactRow(
                row.getLong("id"),
                new JobId(row.getLong("job_id")),
                row.getInt("number"),
                row.getInt("position"),
                row.getString("path"),
                row.getString("name"),
                row.getLong("size"),
                row.getString("sha256"),
                Database.instant(row, "created"),
                row.getObject("object", UUID.class),
                Database.instant(row, "removed"));
    }

    /** Some whose bytes are still kept, the oldest first. @param before when they were made, at the latest */
    public List<ArtifactRow> kept(Instant before, int most) {
        return database.rows(
                "select " + COLUMNS
                        + " from artifact where removed is null and created < ? order by created, id limit ?",
                ArtifactStore::row,
                before,
                most);
    }

    /** Notes that the bytes of an artifact are gone; one that was uploaded again in the meantime stays as it is. */
    public void remove(ArtifactRow artifact, Instant now) {
        database.change(
                "update artifact set removed = ?, object = null where id = ? and created = ? and removed is null",
                now,
                artifact.id(),
                artifact.created());
    }

    /**
     * An artifact as it is stored.
     *
     * @param id 0 before it is stored
     * @param number of the attempt that uploaded it
     * @param position which artifact of the manifest, from 0
     * @param path as the manifest names it
     * @param sha256 in lower-case hexadecimal
     * @param object which object of the object store it is; null when it is in the master's folder
     * @param removed since when its bytes are gone; null while they are kept
     */
    public record ArtifactRow(
            long id,
            JobId job,
            int number,
            int position,
            String path,
            String name,
            long size,
            String sha256,
            Instant created,
            UUID object,
            Instant removed) {

        /** One that is in the master's folder. */
        public ArtifactRow(
                long id,
                JobId job,
                int number,
                int position,
                String path,
                String name,
                long size,
                String sha256,
                Instant created) {
            this(id, job, number, position, path, name, size, sha256, created, null, null);
        }

        /** The same with its id. */
        public ArtifactRow withId(long stored) {
            return new ArtifactRow(stored, job, number, position, path, name, size, sha256, created, object, removed);
        }
    }
}
