// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.sshkey;

import io.slipway.master.store.SshKeyStore.SshKeyRow;
import java.time.Instant;

/**
 * A public ssh key of a user, as its owner sees it.
 *
 * @param name what the owner calls it; may be empty
 * @param type as OpenSSH names it, for example {@code ssh-ed25519}
 * @param base64 the key itself, as it stands behind the type in a {@code .pub} file
 * @param fingerprint SHA-256, as OpenSSH prints it
 * @param lastUsed when its owner logged in with it last, true to a minute; null when never
 */
public record SshKey(
        long id, String name, String type, String base64, String fingerprint, Instant created, Instant lastUsed) {
    static SshKey of(SshKeyRow row) {
        return new SshKey(
                row.id(), row.name(), row.type(), row.base64(), row.fingerprint(), row.created(), row.lastUsed());
    }
}
