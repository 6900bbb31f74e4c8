// SPDX-License-Identifier: Apache-2.0
/**
 * The batch operator: what administrators see of the executions of the runners' batch jobs, and stop, restart and abandon.
 *
 * <p>Called by console and API. A command goes the way of the job's own: {@code io.slipway.master.control} cancels and restarts it, and
 * the runner carries it out with the {@code JobOperator} of its batch runtime. What became of it comes back as an event.
 */
package io.slipway.master.operator;
