// SPDX-License-Identifier: Apache-2.0
/**
 * Everything that touches the database: one store for each table, the transaction port, and the schema's migrations beside it.
 *
 * <p>Called by the use cases inside a transaction that {@code io.slipway.master.ejb} declares. Accounts are written, and what people
 * look at is read, through EclipseLink's entities. Jobs and all that moves are written by SQL that names the legal prior states, so
 * that of two writers one finds nothing to move. Records leave, never entities. Imports JPA, JDBC and the pure packages of core.
 */
package io.slipway.master.store;
