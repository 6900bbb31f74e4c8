// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.trigger;

import io.slipway.master.store.DeliveryStore.TakenDelivery;

/** Tries to make deliveries of one kind. Safe for many threads. */
interface Sender {
    /**
     * Tries once, outside of any transaction, and not for long.
     *
     * @throws InterruptedException when the master ends meanwhile: whether it was taken is not known then
     */
    Answer send(TakenDelivery delivery) throws InterruptedException;
}
