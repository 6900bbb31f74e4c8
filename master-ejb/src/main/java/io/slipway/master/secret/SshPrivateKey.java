// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.secret;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.secret.SecretContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.loader.KeyPairResourceParser;
import org.apache.sshd.common.config.keys.loader.pem.ECDSAPEMResourceKeyPairParser;
import org.apache.sshd.common.config.keys.loader.pem.RSAPEMResourceKeyPairParser;

/** A private ssh key as a person hands it in: the text of a file such as {@code ~/.ssh/id_ed25519}. */
final class SshPrivateKey {
    private static final String ALLOWED = "the whole text of a file such as `~/.ssh/id_ed25519` is allowed";
    private static final List<String> PKCS8_ALGORITHMS = List.of("RSA", "EC", "Ed25519");

    private SshPrivateKey() {}

    /**
     * The key with the ends of line that ssh wants.
     *
     * @throws ProblemException SECRET_NO_KEY when it is not one private key that ssh could use without asking somebody
     */
    static SecretContent checked(SecretContent content) {
        String text = new String(content.bytes(), StandardCharsets.UTF_8)
                        .replace("\r\n", "\n")
                        .strip()
                + "\n";
        if (text.startsWith("ssh-") || text.startsWith("ecdsa-") || text.startsWith("sk-")) {
            throw noKey("it is a public key, which is no secret");
        }
        ArmoredText block = ArmoredText.of(text)
                .orElseThrow(() -> noKey(
                        "it is not one block from `-----BEGIN … PRIVATE KEY-----` to `-----END … PRIVATE KEY-----`"));
        if (isLocked(block)) {
            throw new ProblemException(
                    Problem.SECRET_NO_KEY,
                    "Reading a private ssh key: it is locked with a passphrase, for which nobody can be asked in a guest; make a key without one,"
                            + " or hand it in as a file");
        }
        if (!isKey(block, text)) {
            throw noKey("what stands in its block is no such key");
        }
        return new SecretContent(text.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isLocked(ArmoredText block) {
        return block.label().startsWith("ENCRYPTED ")
                || !block.headers().isEmpty()
                || block.label().equals("OPENSSH PRIVATE KEY")
                        && OpenSshKey.of(block.content())
                                .filter(OpenSshKey::isLocked)
                                .isPresent();
    }

    private static boolean isKey(ArmoredText block, String text) {
        return switch (block.label()) {
            case "OPENSSH PRIVATE KEY" ->
                OpenSshKey.of(block.content()).filter(OpenSshKey::isWhole).isPresent();
            case "RSA PRIVATE KEY" -> isRead(RSAPEMResourceKeyPairParser.INSTANCE, text);
            case "EC PRIVATE KEY" -> isRead(ECDSAPEMResourceKeyPairParser.INSTANCE, text);
            case "PRIVATE KEY" -> PKCS8_ALGORITHMS.stream().anyMatch(algorithm -> isPkcs8(algorithm, block.content()));
            default -> false;
        };
    }

    private static boolean isRead(KeyPairResourceParser parser, String text) {
        try {
            return parser.loadKeyPairs(
                                    null,
                                    NamedResource.ofName("secret"),
                                    null,
                                    text.lines().toList())
                            .size()
                    == 1;
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // What the library throws at a broken key is not one kind, and may say something of the key.
            return false;
        }
    }

    private static boolean isPkcs8(String algorithm, byte[] content) {
        try {
            KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(content));
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static ProblemException noKey(String found) {
        return new ProblemException(
                Problem.SECRET_NO_KEY, "Reading a private ssh key: %s; %s".formatted(found, ALLOWED));
    }
}
