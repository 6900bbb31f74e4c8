// SPDX-License-Identifier: Apache-2.0
package io.slipway.secret;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** A secret with its content: on its way from a form into the store, or in a work order. */
public sealed interface Secret {

    /** The same for all who have it: one that is shared keeps it. */
    UUID uuid();

    /** What its owner calls it; empty for none. */
    String name();

    SecretContent content();

    SecretType type();

    /** A private ssh key. */
    record SshKey(UUID uuid, String name, SecretContent content) implements Secret {
        public SshKey {
            require(uuid, name, content);
        }

        @Override
        public SecretType type() {
            return SecretType.SSH_KEY;
        }

        @Override
        public String toString() {
            return "ssh key " + uuid;
        }
    }

    /** A secret PGP key. */
    record PgpKey(UUID uuid, String name, SecretContent content) implements Secret {
        public PgpKey {
            require(uuid, name, content);
        }

        @Override
        public SecretType type() {
            return SecretType.PGP_KEY;
        }

        @Override
        public String toString() {
            return "PGP key " + uuid;
        }
    }

    /** A file. */
    record FileSecret(UUID uuid, String name, SecretPath path, FileMode mode, SecretContent content) implements Secret {
        public FileSecret {
            require(uuid, name, content);
            requireNonNull(path, "path");
            requireNonNull(mode, "mode");
        }

        @Override
        public SecretType type() {
            return SecretType.FILE;
        }

        @Override
        public String toString() {
            return "file " + uuid;
        }
    }

    private static void require(UUID uuid, String name, SecretContent content) {
        requireNonNull(uuid, "uuid");
        requireNonNull(name, "name");
        requireNonNull(content, "content");
    }
}
