// SPDX-License-Identifier: Apache-2.0
/**
 * What must hold of every job, whatever was broken while it ran: pure checks of what was seen. Given to them by {@code
 * io.slipway.bench.chaos.watch}; what they complain of goes to a {@link io.slipway.bench.chaos.check.Judge}.
 */
package io.slipway.bench.chaos.check;
