// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

/** The table {@code cursor_key}: one row, the same for every master. */
public final class CursorKeyStore {
    private final Database database;

    public CursorKeyStore(Database database) {
        this.database = database;
    }

    /**
     * The key that is kept; of several masters that offer one at a time, one wins.
     *
     * @param fresh is kept when there is none yet
     */
    public byte[] keep(byte[] fresh) {
        database.change("insert into cursor_key (key) values (?) on conflict do nothing", (Object) fresh);
        return database.first("select key from cursor_key", row -> row.getBytes("key"))
                .orElseThrow();
    }
}
