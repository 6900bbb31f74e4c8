// SPDX-License-Identifier: Apache-2.0
/**
 * A job and where it stands: its number, status, attempts and outcome.
 *
 * <p>Pure words: imports the JDK and the sibling words only. The master moves a job by {@link io.slipway.job.JobStatus};
 * a runner ends an attempt with an {@link io.slipway.job.Outcome}, which travels to the master in {@code io.slipway.message}.
 */
package io.slipway.job;
