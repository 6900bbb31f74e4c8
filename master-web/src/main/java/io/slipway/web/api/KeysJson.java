// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.job.RunnerName;
import io.slipway.master.keys.OpeningKeyView;
import io.slipway.master.keys.SecretsKeyView;
import io.slipway.master.keys.SigningKeyView;
import java.time.Instant;
import java.util.List;

/** How the keys of the master stand. */
record KeysJson(Secrets secrets, Signing signing, Opening opening) {

    static KeysJson of(SecretsKeyView secrets, SigningKeyView signing, OpeningKeyView opening) {
        return new KeysJson(
                new Secrets(secrets.newest(), secrets.keys(), secrets.since(), secrets.left()),
                new Signing(signing.fingerprint(), signing.since()),
                new Opening(
                        opening.fingerprint(),
                        opening.keys(),
                        opening.behind().stream().map(RunnerName::value).toList()));
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

    /**
     * The key that runners seal to.
     *
     * @param fingerprint of the newest
     * @param keys how many there are
     * @param behind runners that have not sealed anything to the newest yet
     */
    record Opening(String fingerprint, int keys, List<String> behind) {}
}
