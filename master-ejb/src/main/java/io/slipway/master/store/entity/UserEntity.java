// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store.entity;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** What queries for jobs read of a row of {@code user}; it is written elsewhere, by SQL. */
@Entity
@Table(name = "\"user\"")
public class UserEntity {

    @Id
    private long id;

    private String name;

    /** For EclipseLink alone. */
    protected UserEntity() {}

    public long id() {
        return id;
    }

    public String name() {
        return name;
    }
}
