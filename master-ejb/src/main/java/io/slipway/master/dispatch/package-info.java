// SPDX-License-Identifier: Apache-2.0
/**
 * Dispatch: free slots of runners and waiting jobs become attempts, and attempts become work orders in the runners' inboxes.
 *
 * <p>Woken after every commit that queues a job or frees a slot. PostgreSQL decides; Redis only carries the order, which is sent
 * again when the runner's heartbeats show that it was lost.
 */
package io.slipway.master.dispatch;
