// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import io.slipway.master.keys.KeyCare;
import io.slipway.master.sweep.SweepDeliveries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is cleared up, and looked after, every few seconds. */
final class Sweeping {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private Sweeping() {}

    /** @param others that come besides, last */
    static Rounds rounds(Means means, Listening listening, Keeping keeping, Runnable... others) {
        SweepDeliveries deliveries = new SweepDeliveries(
                means.stores(), means.settings().triggers().keep(), means.transaction(), means.clock());
        List<Runnable> all = new ArrayList<>(List.of(
                means.keyring()::refresh,
                listening.reaper()::tick,
                listening.abandonReminder()::tick,
                listening.logReminder()::tick,
                listening.withdrawSecrets()::tick,
                keeping.sweepCaches()::tick,
                deliveries::tick,
                means.audit().sweep()::tick));
        all.addAll(List.of(others));
        return new Rounds("sweep", EVERY, all.toArray(Runnable[]::new));
    }

    /** Apart from each other, since sealing a large database anew takes its time. */
    static Map<String, Runnable> ofKeys(KeyCare keys) {
        return Map.of(
                "slipway-seal",
                new Rounds("seal", EVERY, keys.secrets()::tick),
                "slipway-keys",
                new Rounds("keys", EVERY, keys.signing()::tick, keys.opening()::tick, keys.runners()::tick));
    }
}
