// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.secret;

import io.slipway.secret.SecretContent;
import io.slipway.secret.SecretType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Secrets that nobody has, for tests; {@code ssh-keygen} and {@code gpg} wrote the keys of the folder {@code keys}. */
public final class SampleSecrets {
    private SampleSecrets() {}

    /** A file of the folder {@code keys}. */
    public static SecretContent key(String name) {
        try (InputStream file = SampleSecrets.class.getResourceAsStream("/keys/" + name)) {
            return new SecretContent(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static SecretContent content(String text) {
        return new SecretContent(text.getBytes(StandardCharsets.UTF_8));
    }

    public static String text(SecretContent content) {
        return new String(content.bytes(), StandardCharsets.UTF_8);
    }

    public static NewSecret ssh(String name) {
        return new NewSecret(SecretType.SSH_KEY, name, "", "", key("ed25519"));
    }

    public static NewSecret pgp(String name) {
        return new NewSecret(SecretType.PGP_KEY, name, "", "", key("pgp"));
    }

    public static NewSecret file(String name, String content) {
        return new NewSecret(SecretType.FILE, name, "~/.netrc", "600", content(content));
    }
}
