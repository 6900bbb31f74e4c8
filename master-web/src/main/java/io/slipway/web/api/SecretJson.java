// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.master.secret.SecretView;
import java.time.Instant;
import java.util.UUID;

/**
 * A secret, without its content.
 *
 * @param name null for none
 * @param type {@code ssh_key}, {@code pgp_key} or {@code file}
 * @param path null unless it is a file
 * @param mode in octal; null unless it is a file
 * @param from who shared it, with tilde; null for nobody
 * @param lastUsed null when it never went out
 */
record SecretJson(
        UUID uuid,
        String name,
        String type,
        String path,
        String mode,
        boolean shared,
        String from,
        Instant created,
        Instant lastUsed) {
    static SecretJson of(SecretView secret) {
        return new SecretJson(
                secret.uuid(),
                secret.name().isEmpty() ? null : secret.name(),
                secret.type().word(),
                secret.path(),
                secret.mode() == null ? null : secret.mode().toString(),
                secret.shared(),
                secret.from().isEmpty() ? null : "~" + secret.from(),
                secret.created(),
                secret.lastUsed());
    }
}
