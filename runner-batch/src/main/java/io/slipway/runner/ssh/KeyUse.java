// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.ssh;

import io.slipway.job.AttemptRef;
import java.security.PublicKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;

/** Passes on which keys people have logged in with, each at most once a minute, however often its owner knocks. */
final class KeyUse {
    private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MOST = 1_000;

    private final BiConsumer<AttemptRef, String> used;
    private final LongSupplier nanos;
    private final Map<String, Long> told = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST;
        }
    };

    KeyUse(BiConsumer<AttemptRef, String> used, LongSupplier nanos) {
        this.used = used;
        this.nanos = nanos;
    }

    void note(AttemptRef attempt, PublicKey key) {
        String fingerprint = KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
        if (isDue(fingerprint)) {
            used.accept(attempt, fingerprint);
        }
    }

    private synchronized boolean isDue(String fingerprint) {
        long now = nanos.getAsLong();
        Long before = told.get(fingerprint);
        if (before != null && now - before < PAUSE_NANOS) {
            return false;
        }
        told.remove(fingerprint);
        told.put(fingerprint, now);
        return true;
    }
}
