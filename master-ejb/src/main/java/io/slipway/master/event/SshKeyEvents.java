// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.event;

import io.slipway.error.Problem;
import io.slipway.master.store.SshKeyStore;
import io.slipway.message.RunnerEvent.SshKeyUsed;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** What words about used ssh keys do: the key's owner sees when it was used last. A runner is believed about owners of its attempts alone. */
public final class SshKeyEvents {
    private final SshKeyStore keys;
    private final Refusals refusals;
    private final Clock clock;

    public SshKeyEvents(SshKeyStore keys, Refusals refusals, Clock clock) {
        this.keys = keys;
        this.refusals = refusals;
        this.clock = clock;
    }

    /** In the same order for every master, so that two never wait for each other. */
    void apply(List<SshKeyUsed> events) {
        Instant now = clock.instant();
        events.stream().sorted(Comparator.comparing(SshKeyUsed::fingerprint)).forEach(event -> {
            Instant at = event.at().isBefore(now) ? event.at() : now;
            if (!keys.used(event.runner(), event.attempt(), event.fingerprint(), at)) {
                refusals.refuse(
                        event,
                        event.attempt(),
                        Problem.ATTEMPT_OTHER,
                        "the attempt's owner has no such key, or the runner no such attempt");
            }
        });
    }
}
