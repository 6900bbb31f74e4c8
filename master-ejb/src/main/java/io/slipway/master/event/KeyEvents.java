// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.event;

import io.slipway.error.Problem;
import io.slipway.master.keys.RenewRunnerKeys;
import io.slipway.message.RunnerEvent.KeysOffered;
import java.util.Comparator;
import java.util.List;

/** What offers of new keys do: they take the place of those that the runner has, or are refused. */
public final class KeyEvents {
    private final RenewRunnerKeys renewal;
    private final Refusals refusals;

    public KeyEvents(RenewRunnerKeys renewal, Refusals refusals) {
        this.renewal = renewal;
        this.refusals = refusals;
    }

    /** In the same order for every master, so that two never wait for each other. */
    void apply(List<KeysOffered> offers) {
        offers.stream()
                .sorted(Comparator.comparing(offer -> offer.runner().value()))
                .forEach(offer ->
                        renewal.take(offer).ifPresent(reason -> refusals.refuse(offer, Problem.KEYS_REFUSED, reason)));
    }
}
