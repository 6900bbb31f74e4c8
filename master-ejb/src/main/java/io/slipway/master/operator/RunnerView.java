// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.operator;

import io.slipway.job.RunnerName;
import java.time.Instant;

/**
 * A runner.
 *
 * @param slots how many attempts it runs side by side; 0 when it takes no more
 * @param running how many attempts it has
 * @param heard when it was heard last
 * @param present whether it was heard within a lease
 */
public record RunnerView(RunnerName name, int slots, int running, Instant heard, boolean present) {}
