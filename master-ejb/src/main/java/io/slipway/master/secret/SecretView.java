// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.secret;

import io.slipway.master.store.SecretStore.SecretRow;
import io.slipway.secret.FileMode;
import io.slipway.secret.SecretType;
import java.time.Instant;
import java.util.UUID;

/**
 * A secret as its owner sees it: everything but the content, which is never shown again.
 *
 * @param id grows with every secret; pages of lists begin with it
 * @param name empty for none
 * @param path as its owner wrote it; null unless it is a file
 * @param mode null unless it is a file
 * @param shared whether somebody shared it
 * @param from name of who did; empty for nobody, and when that account is gone
 * @param lastUsed when it last went out to a guest; null when never
 */
public record SecretView(
        long id,
        UUID uuid,
        String name,
        SecretType type,
        String path,
        FileMode mode,
        boolean shared,
        String from,
        Instant created,
        Instant updated,
        Instant lastUsed) {

    static SecretView of(SecretRow row) {
        return new SecretView(
                row.id(),
                row.uuid(),
                row.name(),
                SecretType.ofWord(row.type()).orElseThrow(),
                row.path(),
                row.mode() == null ? null : new FileMode(row.mode()),
                row.shared(),
                row.from(),
                row.created(),
                row.updated(),
                row.lastUsed());
    }
}
