// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store.entity;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code user}. */
@Entity
@NamedQuery(name = "User.byName", query = "select u from UserEntity u where u.name = :name")
@Table(name = "\"user\"")
public class UserEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "user_id")
    @SequenceGenerator(name = "user_id", sequenceName = "user_id", allocationSize = 50)
    private long id;

    private String name;

    private String password;

    private boolean administrator;

    private Instant created;

    /** For EclipseLink alone. */
    protected UserEntity() {}

    public UserEntity(String name, String password, boolean administrator, Instant created) {
        this.name = name;
        this.password = password;
        this.administrator = administrator;
        this.created = created;
    }

    public long id() {
        return id;
    }

    public String name() {
        return name;
    }

    public String password() {
        return password;
    }

    public boolean administrator() {
        return administrator;
    }
}
