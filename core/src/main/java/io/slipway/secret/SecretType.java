// SPDX-License-Identifier: Apache-2.0
package io.slipway.secret;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a secret is, and with it what a guest does with it. */
public enum SecretType {
    /** A private ssh key, for {@code ~/.ssh}. */
    SSH_KEY(16_384),
    /** A secret PGP key, for the keyring of gpg. */
    PGP_KEY(65_536),
    /** A file with a path and a mode of its own. */
    FILE(16_384);

    private final int mostBytes;

    SecretType(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** The longest content of a secret of this type. */
    public int mostBytes() {
        return mostBytes;
    }

    /** The word that database and API use: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty when no type has this word. */
    public static Optional<SecretType> ofWord(String word) {
        return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
    }
}
