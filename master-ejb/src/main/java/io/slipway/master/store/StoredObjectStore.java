// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.job.JobId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code stored_object}: what is in the object store, or was to be. */
public final class StoredObjectStore {
    private static final String COLUMNS =
            "id, bucket, key, job_id, number, position, name, path, size, sha256, created";

    private final Database database;

    public StoredObjectStore(Database database) {
        this.database = database;
    }

    public void insert(StoredObject object) {
        database.change(
                """
                insert into stored_object (id, bucket, key, job_id, number, position, name, path, size, sha256, created)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                object.id(),
                object.bucket(),
                object.key(),
                object.job().value(),
                object.number(),
                object.position(),
                object.name(),
                object.path(),
                object.size(),
                object.sha256(),
                object.created());
    }

    public Optional<StoredObject> find(UUID id) {
        return database.first("select " + COLUMNS + " from stored_object where id = ?", StoredObjectStore::row, id);
    }

    /** How many an attempt has asked for. */
    public int count(JobId job, int number) {
        return database.first(
                        "select count(*) as n from stored_object where job_id = ? and number = ?",
                        row -> row.getInt("n"),
                        job.value(),
                        number)
                .orElseThrow();
    }

    /**
     * Some that no artifact names, the oldest first.
     *
     * @param from what is not younger is left out
     * @param before what is younger may become an artifact yet
     */
    public List<StoredObject> unused(Instant from, Instant before, int most) {
        return database.rows("select " + COLUMNS + """
                         from stored_object o
                        where created > ? and created < ? and not exists (select 1 from artifact a where a.object = o.id)
                        order by created limit ?
                        """, StoredObjectStore::row, from, before, most);
    }

    /** Forgets one that is gone from the object store. */
    public void remove(UUID id) {
        database.change("delete from stored_object where id = ?", id);
    }

    private static StoredObject row(ResultSet row) throws SQLException {
        return new StoredObject(
                row.getObject("id", UUID.class),
                row.getString("bucket"),
                row.getString("key"),
                new JobId(row.getLong("job_id")),
                row.getInt("number"),
                row.getInt("position"),
                row.getString("name"),
                row.getString("path"),
                row.getLong("size"),
                row.getString("sha256"),
                Database.instant(row, "created"));
    }
}
