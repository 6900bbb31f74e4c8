// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.master.store.entity.AccessTokenEntity;
import io.slipway.master.store.entity.UserEntity;
import java.time.Instant;
import java.util.Optional;

/** The table {@code access_token}; it knows tokens by their hash alone. */
public final class AccessTokenStore {
    private final Database database;

    public AccessTokenStore(Database database) {
        this.database = database;
    }

    public void insert(long owner, String name, String hash, String grants, Instant now, Instant expires) {
        database.entities().persist(new AccessTokenEntity(owner, name, hash, grants, now, expires));
    }

    public Optional<TokenRow> find(String hash) {
        return database.entities()
                .createNamedQuery("AccessToken.byHash", Object[].class)
                .setParameter("hash", hash)
                .getResultStream()
                .findFirst()
                .map(row -> row((AccessTokenEntity) row[0], (UserEntity) row[1]));
    }

    public void used(long token, Instant now) {
        database.change("update access_token set last_used = ? where id = ?", now, token);
    }

    private static TokenRow row(AccessTokenEntity token, UserEntity owner) {
        return new TokenRow(token.id(), UserStore.row(owner), token.grants(), token.expires(), token.lastUsed());
    }

    /**
     * A token as it is stored.
     *
     * @param grants joined by blanks
     * @param lastUsed null when never
     */
    public record TokenRow(long id, UserStore.UserRow owner, String grants, Instant expires, Instant lastUsed) {}
}
