// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.query;

import io.slipway.master.store.RunnerStore;
import io.slipway.master.store.RunnerStore.Offer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The images that runners offer now, for who writes a manifest. */
public final class OfferedImages {
    private final RunnerStore runners;
    private final Duration lease;
    private final Clock clock;

    /** @param lease how long a runner that is not heard counts as being there */
    public OfferedImages(RunnerStore runners, Duration lease, Clock clock) {
        this.runners = runners;
        this.lease = lease;
        this.clock = clock;
    }

    public List<String> names() {
        return runners.offers(clock.instant().minus(lease)).stream()
                .filter(Offer::present)
                .map(offer -> offer.image().value())
                .distinct()
                .toList();
    }
}
