// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

/** The table {@code seal}: one row, by which masters know that they have the key of the database's secrets. */
public final class SealStore {
    private final Database database;

    public SealStore(Database database) {
        this.database = database;
    }

    /** Stores a proof when there is none; gives the one that was stored first. */
    public byte[] first(byte[] proof) {
        database.change("insert into seal (proof) values (?) on conflict do nothing", (Object) proof);
        return database.first("select proof from seal", row -> row.getBytes("proof"))
                .orElseThrow();
    }
}
