// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.master.keys.SecretsKeyView;
import io.slipway.master.keys.SigningKeyView;
import java.time.Instant;

/** How the keys of the master stand. */
record KeysJson(Secrets secrets, Signing signing) {

    static KeysJson of(SecretsKeyView secrets, SigningKeyView signing) {
        return new KeysJson(
                new Secrets(secrets.newest(), secrets.keys(), secrets.since(), secrets.left()),
                new Signing(signing.fingerprint(), signing.since()));
    }

    /**
     * The key of secrets.
     *
     * @param key number of the newest
     * @param keys how many there are
     * @param since null for the first one
     * @param left how much is sealed with an older one
     */
    record Secrets(String key, int keys, Instant since, int left) {}

    /**
     * The key that runners know the master by.
     *
     * @param since null for the first one
     */
    record Signing(String fingerprint, Instant since) {}
}
