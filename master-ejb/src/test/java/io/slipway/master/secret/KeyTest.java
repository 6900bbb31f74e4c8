// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.secret.SecretContent;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which texts are private keys. */
class KeyTest {

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "rsa", "ecdsa", "rsa-pem", "rsa-pkcs8", "ecdsa-pem"})
    void privateSshKeyIsTakenInEveryForm(String name) {
        SecretContent key = SampleSecrets.key(name);

        assertThat(SshPrivateKey.checked(key)).isEqualTo(key);
    }

    @Test
    void sshKeyGetsTheEndsOfLineThatSshWants() {
        SecretContent key = SampleSecrets.key("ed25519");
        String text = SampleSecrets.text(key);
        String fromAForm = "\r\n" + text.replace("\n", "\r\n").stripTrailing();

        assertThat(SshPrivateKey.checked(SampleSecrets.content(fromAForm))).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519-locked", "rsa-pem-locked", "rsa-pkcs8-locked"})
    void sshKeyWithAPassphraseIsRefusedBecauseNobodyCanTypeIt(String name) {
        assertThat(sentence(() -> SshPrivateKey.checked(SampleSecrets.key(name))))
                .contains("passphrase");
    }

    @Test
    void publicSshKeyIsNoSecret() {
        assertThat(sentence(() -> SshPrivateKey.checked(SampleSecrets.key("ed25519-public"))))
                .contains("public key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunter2",
                "",
                "-----BEGIN OPENSSH PRIVATE KEY-----\n-----END OPENSSH PRIVATE KEY-----",
                "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n-----END OPENSSH PRIVATE KEY-----",
                "-----BEGIN OPENSSH PRIVATE KEY-----\n!!!\n-----END OPENSSH PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\nMAA=\n-----END RSA PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----",
                "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----",
                "PuTTY-User-Key-File-3: ssh-ed25519",
            })
    void whatIsNoPrivateSshKeyIsRefused(String text) {
        assertThat(problemOf(() -> SshPrivateKey.checked(SampleSecrets.content(text))))
                .isEqualTo(Problem.SECRET_NO_KEY);
    }

    @Test
    void sshKeyThatIsCutOrNotAloneIsRefused() {
        String key = SampleSecrets.text(SampleSecrets.key("rsa"));

        for (String text : new String[] {
            key.substring(0, key.length() - 100),
            key.replaceFirst("\n.{70}\n", "\n"),
            "mine: " + key,
            key + key,
            key + "and more"
        }) {
            assertThat(problemOf(() -> SshPrivateKey.checked(SampleSecrets.content(text))))
                    .as(text)
                    .isEqualTo(Problem.SECRET_NO_KEY);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pgp", "pgp-binary"})
    void secretPgpKeyIsTakenArmoredOrNot(String name) {
        SecretContent key = SampleSecrets.key(name);

        assertThat(PgpSecretKey.checked(key)).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pgp-public", "ed25519"})
    void whatIsNoSecretPgpKeyIsRefused(String name) {
        assertThat(problemOf(() -> PgpSecretKey.checked(SampleSecrets.key(name))))
                .isEqualTo(Problem.SECRET_NO_KEY);
        assertThat(problemOf(() -> PgpSecretKey.checked(SampleSecrets.content("hunter2"))))
                .isEqualTo(Problem.SECRET_NO_KEY);
    }

    @Test
    void pgpKeyThatIsCutIsRefused() {
        byte[] key = SampleSecrets.key("pgp-binary").bytes();

        assertThat(problemOf(() -> PgpSecretKey.checked(new SecretContent(Arrays.copyOf(key, key.length / 3)))))
                .isEqualTo(Problem.SECRET_NO_KEY);
    }

    @Test
    void noSecurityProviderIsAddedToTheServer() {
        List<String> before =
                Stream.of(Security.getProviders()).map(Object::toString).toList();

        for (String name : List.of("ed25519", "rsa-pem", "ecdsa-pem", "rsa-pkcs8")) {
            SshPrivateKey.checked(SampleSecrets.key(name));
        }

        assertThat(Security.getProviders()).extracting(Object::toString).isEqualTo(before);
    }

    private static Problem problemOf(ThrowingCallable call) {
        return refused(call).problem();
    }

    private static String sentence(ThrowingCallable call) {
        return refused(call).getMessage();
    }

    private static ProblemException refused(ThrowingCallable call) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .actual();
    }
}
