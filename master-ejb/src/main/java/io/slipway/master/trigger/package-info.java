// SPDX-License-Identifier: Apache-2.0
/**
 * Triggers: an end becomes deliveries, in the transaction that writes it; and deliveries become e-mails and webhooks, afterwards, until they
 * were made or are given up.
 *
 * <p>{@link io.slipway.master.trigger.FireTriggers} is called by {@code io.slipway.master.settle} alone. {@link
 * io.slipway.master.trigger.Deliver} is a loop of the master's; nothing that it does moves a job.
 */
package io.slipway.master.trigger;
