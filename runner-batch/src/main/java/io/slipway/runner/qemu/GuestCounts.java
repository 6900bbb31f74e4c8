// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import java.util.concurrent.atomic.AtomicLong;

/** How many attempts got which guest since this runner started. Safe for many threads. */
final class GuestCounts {
    private final AtomicLong ready = new AtomicLong();
    private final AtomicLong restored = new AtomicLong();
    private final AtomicLong cold = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    /** An attempt got a guest that had waited for it. */
    void servedReady() {
        ready.incrementAndGet();
    }

    /** An attempt had to wait for its guest. */
    void served(Beginning beginning) {
        (beginning.isOfMemory() ? restored : cold).incrementAndGet();
    }

    /** A guest was made, for an attempt or to wait for one. */
    void made(Beginning beginning) {
        if (beginning == Beginning.COLD_TEMPLATE_DROPPED) {
            dropped.incrementAndGet();
        }
    }

    @Override
    public String toString() {
        return "%d ready, %d restored, %d cold, %d templates thrown away"
                .formatted(ready.get(), restored.get(), cold.get(), dropped.get());
    }
}
