// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.sshkey;

import static java.util.stream.Collectors.joining;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/** A type of public keys that is taken. DSA is not among them because OpenSSH has given it up, certificates because they are no keys. */
enum SshKeyType {
    /** Ed25519. */
    ED25519("ssh-ed25519"),
    /** ECDSA on P-256. */
    ECDSA_256("ecdsa-sha2-nistp256"),
    /** ECDSA on P-384. */
    ECDSA_384("ecdsa-sha2-nistp384"),
    /** ECDSA on P-521. */
    ECDSA_521("ecdsa-sha2-nistp521"),
    /** Ed25519 on a security key. */
    SK_ED25519("sk-ssh-ed25519@openssh.com"),
    /** ECDSA on P-256, on a security key. */
    SK_ECDSA_256("sk-ecdsa-sha2-nistp256@openssh.com"),
    /** RSA, with whatever digest. */
    RSA("ssh-rsa");

    private static final int ED25519_BYTES = 32;
    private static final int RSA_LEAST_BITS = 2_048;
    private static final int RSA_MOST_BITS = 16_384;

    private final String word;

    SshKeyType(String word) {
        this.word = word;
    }

    static SshKeyType of(String word) {
        return Stream.of(values())
                .filter(type -> type.word.equals(word))
                .findFirst()
                .orElseThrow(() -> refused("it is of type `%s`; %s are allowed"
                        .formatted(
                                word,
                                Stream.of(values())
                                        .map(type -> "`" + type.word + "`")
                                        .collect(joining(", ")))));
    }

    /**
     * What a key of this type must be: whole, with nothing behind it, and long enough.
     *
     * @throws ProblemException when it is not
     */
    void check(PublicKeyEntry key) {
        try {
            boolean good = switch (this) {
                case ED25519, SK_ED25519 -> isEd25519(new ByteArrayBuffer(key.getKeyData()));
                case ECDSA_256, ECDSA_384, ECDSA_521, SK_ECDSA_256 -> isWhole(key, decode(key));
                case RSA -> isWhole(key, longEnough(decode(key)));
            };
            if (!good) {
                throw broken(null);
            }
        } catch (ProblemException e) {
            throw e;
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // What the library throws at a broken key is not one kind.
            throw broken(e);
        }
    }

    /** The library decodes these by a provider that it adds to the whole application server; their form is simple enough. */
    private boolean isEd25519(Buffer key) {
        boolean good = key.getString().equals(word) && key.getBytes().length == ED25519_BYTES;
        if (this == SK_ED25519) {
            // The application that the security key was asked in the name of.
            key.getString();
        }
        return good && key.available() == 0;
    }

    private static PublicKey decode(PublicKeyEntry key) throws IOException, GeneralSecurityException {
        return key.resolvePublicKey(null, Map.of(), PublicKeyEntryResolver.FAILING);
    }

    private static PublicKey longEnough(PublicKey key) {
        int bits = KeyUtils.getKeySize(key);
        if (bits < RSA_LEAST_BITS || bits > RSA_MOST_BITS) {
            throw refused(
                    "it is an RSA key of %d bits; %d to %d are allowed".formatted(bits, RSA_LEAST_BITS, RSA_MOST_BITS));
        }
        return key;
    }

    /** Whether what was decoded is all that was there, and of the type that stands before it. */
    private boolean isWhole(PublicKeyEntry key, PublicKey decoded) {
        ByteArrayBuffer encoded = new ByteArrayBuffer();
        encoded.putRawPublicKey(decoded);
        return word.equals(KeyUtils.getKeyType(decoded)) && Arrays.equals(encoded.getCompactData(), key.getKeyData());
    }

    private ProblemException broken(Exception cause) {
        return new ProblemException(
                Problem.SSH_KEY_ILLEGAL,
                "Reading an ssh key: what stands behind its type `%s` is no such key; the whole line of a `.pub` file is allowed"
                        .formatted(word),
                cause);
    }

    private static ProblemException refused(String found) {
        return new ProblemException(Problem.SSH_KEY_REFUSED, "Reading an ssh key: " + found);
    }
}
