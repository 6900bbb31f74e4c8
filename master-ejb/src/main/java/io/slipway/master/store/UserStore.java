// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.master.store.entity.UserEntity;
import java.time.Instant;
import java.util.Optional;

/** The table {@code user}. */
public final class UserStore {
    private final Database database;

    public UserStore(Database database) {
        this.database = database;
    }

    /** @param password hashed */
    public UserRow insert(String name, String password, boolean administrator, Instant now) {
        UserEntity user = new UserEntity(name, password, administrator, now);
        database.entities().persist(user);
        return row(user);
    }

    public Optional<UserRow> find(String name) {
        return database.entities()
                .createNamedQuery("User.byName", UserEntity.class)
                .setParameter("name", name)
                .getResultStream()
                .findFirst()
                .map(UserStore::row);
    }

    /** Whether no user is stored; keeps other masters from storing one until the transaction ends. */
    public boolean isEmpty() {
        database.change("lock table \"user\" in share row exclusive mode");
        return database.first("select 1 from \"user\" limit 1", row -> true).isEmpty();
    }

    static UserRow row(UserEntity user) {
        return new UserRow(user.id(), user.name(), user.password(), user.administrator());
    }

    /**
     * A user as stored.
     *
     * @param password hashed
     */
    public record UserRow(long id, String name, String password, boolean administrator) {}
}
