// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code access_token}. */
@Entity
@NamedQuery(
        name = "AccessToken.byHash",
        query = "select t, u from AccessTokenEntity t, UserEntity u where u.id = t.ownerId and t.hash = :hash")
@Table(name = "access_token")
public class AccessTokenEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "access_token_id")
    @SequenceGenerator(name = "access_token_id", sequenceName = "access_token_id", allocationSize = 50)
    private long id;

    @Column(name = "owner_id")
    private long ownerId;

    private String name;

    private String hash;

    private String grants;

    private Instant created;

    private Instant expires;

    @Column(name = "last_used")
    private Instant lastUsed;

    /** For EclipseLink alone. */
    protected AccessTokenEntity() {}

    public AccessTokenEntity(long ownerId, String name, String hash, String grants, Instant created, Instant expires) {
        this.ownerId = ownerId;
        this.name = name;
        this.hash = hash;
        this.grants = grants;
        this.created = created;
        this.expires = expires;
    }

    public long id() {
        return id;
    }

    public String grants() {
        return grants;
    }

    public Instant expires() {
        return expires;
    }

    public Instant lastUsed() {
        return lastUsed;
    }
}
