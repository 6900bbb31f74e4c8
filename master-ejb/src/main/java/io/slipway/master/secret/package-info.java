// SPDX-License-Identifier: Apache-2.0
/**
 * The secrets of users: taken in, listed, shared and deleted, checked when a job is submitted, and opened for its work order. Called by the
 * EJB shells, by {@code submit} and by {@code dispatch}; what the database keeps is sealed by {@code seal}.
 */
package io.slipway.master.secret;
