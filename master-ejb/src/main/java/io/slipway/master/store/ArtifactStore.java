// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.job.JobId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table {@code artifact}: what jobs left behind. */
public final class ArtifactStore {
    private static final String COLUMNS = "id, job_id, number, position, path, name, size, sha256, created";

    private final Database database;

    public ArtifactStore(Database database) {
        this.database = database;
    }

    /** Stores an artifact; one of the same job, position and name is replaced and keeps its id. */
    public long put(ArtifactRow artifact) {
        return database.first(
                        """
                        insert into artifact (job_id, number, position, path, name, size, sha256, created)
                        values (?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (job_id, position, name) do update
                        set number = excluded.number, path = excluded.path, size = excluded.size,
                            sha256 = excluded.sha256, created = excluded.created
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
                        artifact.created())
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
                Database.instant(row, "created"));
    }

    /**
     * An artifact as it is stored.
     *
     * @param id 0 before it is stored
     * @param number of the attempt that uploaded it
     * @param position which artifact of the manifest, from 0
     * @param path as the manifest names it
     * @param sha256 in lower-case hexadecimal
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
            Instant created) {

        /** The same with its id. */
        public ArtifactRow withId(long stored) {
            return new ArtifactRow(stored, job, number, position, path, name, size, sha256, created);
        }
    }
}
