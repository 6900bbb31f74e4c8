// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.sshkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Security;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SshPublicKeyTest {
    private static final String KEY = SampleKeys.ANN.split(" ")[1];

    @ParameterizedTest
    @CsvFileSource(resources = "good-keys.csv", delimiter = ';')
    void keyOfEveryAllowedTypeHasTheFingerprintThatOpenSshPrints(String fingerprint, String line) {
        SshPublicKey key = SshPublicKey.read(line + "\r\n");

        String[] words = line.split(" ", 3);
        assertThat(key).isEqualTo(new SshPublicKey(words[0], words[1], words[2], fingerprint));
    }

    @Test
    void keyNeedsNoComment() {
        assertThat(SshPublicKey.read("  ssh-ed25519\t" + KEY).comment()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n",
                "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n",
                "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n"
            })
    void privateKeyIsRefusedAndNotRepeated(String text) {
        ProblemException refused = refused(text);

        assertThat(refused.problem()).isEqualTo(Problem.SSH_KEY_PRIVATE);
        assertThat(refused.getMessage()).doesNotContain("AAAA");
    }

    static Stream<Arguments> illegal() {
        String two = SampleKeys.ANN + "\n" + SampleKeys.ed25519(1);
        String cut = KEY.substring(0, KEY.length() - 8);
        String other = SampleKeys.base64("ssh-rsa", new byte[32]);
        String longer = SampleKeys.base64("ssh-ed25519", new byte[33]);
        String more = SampleKeys.base64("ssh-ed25519", new byte[32], new byte[1]);
        String negative = SampleKeys.base64("ssh-rsa", new byte[] {3}, new byte[] {-1, 0, 1});
        return Stream.of(
                arguments("nothing", "", "0 lines"),
                arguments("blanks", " \n ", "0 lines"),
                arguments("two keys", two, "2 lines"),
                arguments("a long text", "ssh-ed25519 " + KEY + " " + "x".repeat(9_000), "characters"),
                arguments("a word", "nonsense", "no public key"),
                arguments("a comment", "# " + SampleKeys.ANN, "comment"),
                arguments("a forced command", "command=\"ls -l\",no-pty " + SampleKeys.ANN, "[command, no-pty]"),
                arguments("an option", "restrict " + SampleKeys.ANN, "[restrict]"),
                arguments("a type alone", "ssh-ed25519", "no public key"),
                arguments("no Base64", "ssh-ed25519 !!!!", "no public key"),
                arguments("half a key", "ssh-ed25519 " + cut, "`ssh-ed25519`"),
                arguments("another key than the type says", "ssh-ed25519 " + other, "`ssh-ed25519`"),
                arguments("the other way round", "ssh-rsa " + KEY, "`ssh-rsa`"),
                arguments("too long a point", "ssh-ed25519 " + longer, "`ssh-ed25519`"),
                arguments("something behind the key", "ssh-ed25519 " + more, "`ssh-ed25519`"),
                arguments("a negative modulus", "ssh-rsa " + negative, "`ssh-rsa`"),
                arguments("a length that is a lie", "ssh-rsa AAAAB3NzaC1yc2F/////", "`ssh-rsa`"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("illegal")
    void whatIsNotOneLineOfAPublicKeyIsRefused(String what, String text, String found) {
        ProblemException refused = refused(text);

        assertThat(refused.problem()).as(what).isEqualTo(Problem.SSH_KEY_ILLEGAL);
        assertThat(refused).hasMessageContaining(found).hasMessageContaining("`.pub`");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssh-dss AAAAB3NzaC1kc3MAAACBAOCXRWNd",
                "ssh-ed448 AAAACXNzaC1lZDQ0OA==",
                "ssh-ed25519-cert-v01@openssh.com AAAAIHNzaC1lZDI1NTE5LWNlcnQtdjAxQG9wZW5zc2guY29t",
                "mine AAAABG1pbmU="
            })
    void typeThatIsNotTakenIsToldWithThoseThatAre(String line) {
        ProblemException refused = refused(line);

        assertThat(refused.problem()).isEqualTo(Problem.SSH_KEY_REFUSED);
        assertThat(refused)
                .hasMessageContaining("`" + line.split(" ")[0] + "`")
                .hasMessageContaining("`ssh-ed25519`, `ecdsa-sha2-nistp256`");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_024, 2_047})
    void shortRsaKeyIsTooWeak(int bits) {
        ProblemException refused = refused("ssh-rsa " + rsa(bits));

        assertThat(refused.problem()).isEqualTo(Problem.SSH_KEY_REFUSED);
        assertThat(refused).hasMessageContaining(bits + " bits").hasMessageContaining("2048 to 16384");
    }

    @ParameterizedTest
    @ValueSource(ints = {2_048, 4_096})
    void longRsaKeyIsTaken(int bits) {
        String key = rsa(bits);

        assertThat(SshPublicKey.read("ssh-rsa " + key).base64()).isEqualTo(key);
    }

    @Test
    void brokenKeyIsAlwaysAProblemOfTheUser() {
        Random random = new Random(7);
        for (String type : List.of("ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256", "sk-ssh-ed25519@openssh.com")) {
            for (int i = 0; i < 300; i++) {
                byte[] key = Base64.getDecoder().decode(SampleKeys.base64(type, new byte[3], new byte[65]));
                byte[] broken = Arrays.copyOf(key, random.nextInt(key.length) + 1);
                broken[random.nextInt(broken.length)] = (byte) random.nextInt();

                ProblemException refused =
                        refused(type + " " + Base64.getEncoder().encodeToString(broken));

                assertThat(refused.problem()).isIn(Problem.SSH_KEY_ILLEGAL, Problem.SSH_KEY_REFUSED);
            }
        }
    }

    @Test
    void readingAKeyAddsNothingToTheWholeServer() {
        List<String> before =
                Stream.of(Security.getProviders()).map(Object::toString).toList();

        SshPublicKey.read(SampleKeys.ANN);
        SshPublicKey.read("ssh-rsa " + rsa(2_048));

        assertThat(Security.getProviders()).extracting(Object::toString).isEqualTo(before);
    }

    private static String rsa(int bits) {
        try {
            KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
            keys.initialize(bits);
            RSAPublicKey key = (RSAPublicKey) keys.generateKeyPair().getPublic();
            return SampleKeys.base64(
                    "ssh-rsa",
                    key.getPublicExponent().toByteArray(),
                    key.getModulus().toByteArray());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static ProblemException refused(String text) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> SshPublicKey.read(text))
                .actual();
    }
}
