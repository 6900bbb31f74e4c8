// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.master.keys.SecretsKeyView;
import java.time.Instant;

/** How the keys of the master stand. */
record KeysJson(Secrets secrets) {

    static KeysJson of(SecretsKeyView secrets) {
        return new KeysJson(new Secrets(secrets.newest(), secrets.keys(), secrets.since(), secrets.left()));
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
}
