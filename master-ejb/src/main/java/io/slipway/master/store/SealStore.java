// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import java.time.Instant;
import java.util.Optional;

/** The table {@code seal}: one row, by which masters know that they have the key of the database's secrets. */
public final class SealStore {
    private final Database database;

    public SealStore(Database database) {
        this.database = database;
    }

    /** The proof; keeps every other master from replacing it, and from changing keys, until the transaction ends. */
    public Optional<byte[]> lock() {
        return database.first("select proof from seal for update", row -> row.getBytes("proof"));
    }

    /** The proof, without keeping anybody from it. */
    public Optional<byte[]> proof() {
        return database.first("select proof from seal", row -> row.getBytes("proof"));
    }

    /** @param since when the key was made that it is sealed with */
    public void replace(byte[] proof, Instant since) {
        database.change("update seal set proof = ?, since = ?", proof, since);
    }

    /** When the newest key was made; empty for the first one. */
    public Optional<Instant> since() {
        return database.first("select since from seal where since is not null", row -> Database.instant(row, "since"));
    }

    /** Stores a proof when there is none; gives the one that was stored first. */
    public byte[] first(byte[] proof) {
        database.change("insert into seal (proof) values (?) on conflict do nothing", (Object) proof);
        return proof().orElseThrow();
    }
}
