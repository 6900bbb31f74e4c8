// SPDX-License-Identifier: Apache-2.0
/**
 * What a runner does in an attempt, step by step, in plain classes: boot, await guest, prepare, tasks, artifacts, finish.
 *
 * <p>Called by {@code io.slipway.runner.batch}. Uses the guest, the logs, the report and the upload through {@link
 * io.slipway.runner.step.AttemptRun}.
 */
package io.slipway.runner.step;
