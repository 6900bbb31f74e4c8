// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.master.sshkey.SshKey;
import java.time.Instant;

/**
 * A public ssh key.
 *
 * @param key its line of {@code authorized_keys}, without a comment
 * @param fingerprint SHA-256, as OpenSSH prints it
 * @param lastUsed null when never
 */
record SshKeyJson(
        long id, String name, String type, String key, String fingerprint, Instant created, Instant lastUsed) {
    static SshKeyJson of(SshKey key) {
        return new SshKeyJson(
                key.id(),
                key.name(),
                key.type(),
                key.type() + " " + key.base64(),
                key.fingerprint(),
                key.created(),
                key.lastUsed());
    }
}
