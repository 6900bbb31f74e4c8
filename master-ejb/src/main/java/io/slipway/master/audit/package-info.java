// SPDX-License-Identifier: Apache-2.0
/**
 * The audit log: a line for each act of privilege, written by the beans of {@code io.slipway.master.ejb} with the act itself, or by the use case
 * that makes its own transaction; and what administrators read of it. Lines go to the table {@code audit}, and to the server's log as
 * {@code io.slipway.audit}.
 */
package io.slipway.master.audit;
