// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.secret;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.store.SecretStore.SecretRow;
import io.slipway.secret.FileMode;
import io.slipway.secret.SecretContent;
import io.slipway.secret.SecretName;
import io.slipway.secret.SecretPath;
import io.slipway.secret.SecretType;
import java.time.Instant;
import java.util.UUID;

/**
 * A secret that may be stored.
 *
 * @param path null unless it is a file
 * @param mode null unless it is a file
 */
record CheckedSecret(SecretType type, String name, SecretPath path, FileMode mode, SecretContent content) {

    /** @throws ProblemException SECRET_ILLEGAL, SECRET_TOO_LARGE or SECRET_NO_KEY */
    static CheckedSecret of(NewSecret secret) {
        checkName(secret.name());
        checkLength(secret);
        return switch (secret.type()) {
            case SSH_KEY -> key(secret, SshPrivateKey.checked(secret.content()));
            case PGP_KEY -> key(secret, PgpSecretKey.checked(secret.content()));
            case FILE ->
                new CheckedSecret(
                        SecretType.FILE, secret.name(), path(secret.path()), mode(secret.mode()), secret.content());
        };
    }

    SecretRow row(long owner, UUID uuid, Instant now) {
        return new SecretRow(
                0,
                uuid,
                owner,
                false,
                "",
                name,
                type.word(),
                path == null ? null : path.value(),
                mode == null ? null : mode.bits(),
                now,
                now,
                null);
    }

    private static CheckedSecret key(NewSecret secret, SecretContent content) {
        if (!secret.path().isEmpty() || !secret.mode().isEmpty()) {
            throw illegal("a key has no path and no mode; leave them out, or choose type `file`");
        }
        return new CheckedSecret(secret.type(), secret.name(), null, null, content);
    }

    private static void checkName(String name) {
        if (!name.isEmpty() && !SecretName.isLegal(name)) {
            throw illegal("its name has %d characters; %s, in one line, without blanks at their ends, and not be a uuid"
                    .formatted(name.codePointCount(0, name.length()), SecretName.RULE));
        }
    }

    private static void checkLength(NewSecret secret) {
        if (secret.content().length() == 0) {
            throw illegal("it is empty; Either secret text or file have to be provided");
        }
        if (secret.content().length() > secret.type().mostBytes()) {
            throw new ProblemException(
                    Problem.SECRET_TOO_LARGE,
                    "Adding a secret: it has %d bytes and is too large; %d are allowed for type `%s`"
                            .formatted(
                                    secret.content().length(),
                                    secret.type().mostBytes(),
                                    secret.type().word()));
        }
    }

    private static SecretPath path(String path) {
        if (!SecretPath.isLegal(path)) {
            throw illegal("its path cannot be that of a file; " + SecretPath.RULE);
        }
        return new SecretPath(path);
    }

    private static FileMode mode(String mode) {
        return FileMode.of(mode).orElseThrow(() -> illegal("its mode: " + FileMode.RULE));
    }

    private static ProblemException illegal(String found) {
        return new ProblemException(Problem.SECRET_ILLEGAL, "Adding a secret: " + found);
    }
}
