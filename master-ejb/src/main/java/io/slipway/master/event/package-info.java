// SPDX-License-Identifier: Apache-2.0
/**
 * What runners tell: the stream of their events is read in batches and applied, each event once however often it comes.
 *
 * <p>Heartbeats renew leases, log bytes go to {@code io.slipway.master.log}, ends to {@code io.slipway.master.settle}. A batch is
 * acknowledged after its transaction has committed.
 */
package io.slipway.master.event;
