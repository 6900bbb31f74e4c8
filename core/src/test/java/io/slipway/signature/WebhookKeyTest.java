// SPDX-License-Identifier: Apache-2.0
package io.slipway.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookKeyTest {
    /** What stands before the bytes of a public Ed25519 key in the form that Java and OpenSSL read. */
    private static final byte[] HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("keys/webhook.key");
    }

    /** The first vector of RFC 8032, 7.1. */
    @Test
    void seedGivesThePublicKeyThatTheStandardSays() throws IOException {
        byte[] seed = HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        Files.createDirectories(file.getParent());
        Files.writeString(file, Base64.getEncoder().encodeToString(seed));

        assertThat(HexFormat.of().formatHex(WebhookKey.open(file).publicKey()))
                .isEqualTo("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    }

    @Test
    void signatureIsOneThatAnotherLibraryTakes() throws GeneralSecurityException {
        WebhookKey key = WebhookKey.open(file);
        byte[] text = "{}0123456789abcdef".getBytes(StandardCharsets.UTF_8);

        byte[] signature = key.sign(text);

        assertThat(fits(key.publicKey(), text, signature)).isTrue();
        assertThat(fits(key.publicKey(), "{}0123456789abcdee".getBytes(StandardCharsets.UTF_8), signature))
                .isFalse();
    }

    @Test
    void keyStaysTheSameAndIsItsOwnersAlone() throws IOException {
        WebhookKey first = WebhookKey.open(file);

        assertThat(WebhookKey.open(file).publicKey()).isEqualTo(first.publicKey());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void mastersThatStartAtOnceHaveOneKey() {
        List<byte[]> keys = Stream.generate(() -> file)
                .limit(16)
                .parallel()
                .map(WebhookKey::open)
                .map(WebhookKey::publicKey)
                .toList();

        assertThat(keys).allSatisfy(key -> assertThat(key).isEqualTo(keys.get(0)));
    }

    @Test
    void fileWithoutAKeyIsRefused() throws IOException {
        Files.createDirectories(file.getParent());
        for (String wrong : List.of("", "AAAA", "no base64!")) {
            Files.writeString(file, wrong);

            assertThatThrownBy(() -> WebhookKey.open(file))
                    .isInstanceOfSatisfying(
                            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.SETTING_ILLEGAL))
                    .hasMessageContaining("`" + file + "`");
        }
    }

    private static boolean fits(byte[] publicKey, byte[] text, byte[] signature) throws GeneralSecurityException {
        byte[] encoded = new byte[HEAD.length + publicKey.length];
        System.arraycopy(HEAD, 0, encoded, 0, HEAD.length);
        System.arraycopy(publicKey, 0, encoded, HEAD.length, publicKey.length);
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        verifier.update(text);
        return verifier.verify(signature);
    }
}
