// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.ssh;

import io.slipway.job.AttemptRef;
import io.slipway.pace.Lately;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;

/** Passes on which keys people have logged in with, each at most once a minute, however often its owner knocks. */
final class KeyUse {
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int MOST = 1_000;

    private final BiConsumer<AttemptRef, String> used;
    private final Lately<String> told;

    KeyUse(BiConsumer<AttemptRef, String> used, Clock clock) {
        this.used = used;
        this.told = new Lately<>(PAUSE, MOST, clock);
    }

    void note(AttemptRef attempt, PublicKey key) {
        String fingerprint = KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
        if (told.add(fingerprint)) {
            used.accept(attempt, fingerprint);
        }
    }
}
