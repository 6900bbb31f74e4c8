// SPDX-License-Identifier: Apache-2.0
package io.slipway.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.slipway.message.JobToken;
import io.slipway.message.Messages;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {
    private static final String PLAIN = "hunter2hunter2";
    private static final SecretContent CONTENT = new SecretContent(PLAIN.getBytes(StandardCharsets.UTF_8));
    private static final UUID ID = UUID.fromString("6c9a5a33-e8a8-4d8f-8c1c-8f5d9a8b7c6d");

    static Stream<Object> whatHoldsIt() {
        return Stream.of(
                CONTENT,
                new Secret.SshKey(ID, "deploy", CONTENT),
                new Secret.PgpKey(ID, "release", CONTENT),
                new Secret.FileSecret(ID, "", new SecretPath("~/.netrc"), FileMode.PRIVATE, CONTENT),
                new JobToken(PLAIN, "site", URI.create("http://localhost")),
                Messages.order(List.of(new Secret.SshKey(ID, "deploy", CONTENT))));
    }

    @ParameterizedTest
    @MethodSource("whatHoldsIt")
    void contentIsNeverShown(Object holder) {
        assertThat(holder.toString()).doesNotContain("hunter2").doesNotContain("104, 117");
    }

    @Test
    void orderWithoutSecretsHasNeitherThemNorTheToken() {
        assertThat(Messages.order(List.of(new Secret.SshKey(ID, "", CONTENT))).withoutSecrets())
                .satisfies(order -> {
                    assertThat(order.secrets()).isEmpty();
                    assertThat(order.token()).isNull();
                });
    }

    @Test
    void contentCannotBeChangedFromOutside() {
        byte[] bytes = {1, 2, 3};
        SecretContent content = new SecretContent(bytes);

        bytes[0] = 9;
        content.bytes()[1] = 9;

        assertThat(content).isEqualTo(new SecretContent(new byte[] {1, 2, 3}));
        assertThat(content.length()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 511, 512})
    void nameHasThreeToFiveHundredAndTwelveCharacters(int length) {
        assertThat(SecretName.isLegal("ä".repeat(length))).isTrue();
        assertThat(SecretName.isLegal("🚀".repeat(length))).isTrue();
        assertThat(new SecretName("x".repeat(length)).toString()).hasSize(length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ab",
                "   ",
                " abc",
                "abc\t",
                "a\nbc",
                "a\0bc",
                "abc\ud800",
                "a\u2028bc",
                "6C9A5A33-e8a8-4d8f-8c1c-8f5d9a8b7c6d"
            })
    void whatIsNoNameIsRefused(String text) {
        assertThat(SecretName.isLegal(text)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new SecretName(text));
    }

    @Test
    void nameThatIsTooLongIsRefused() {
        assertThat(SecretName.isLegal("x".repeat(513))).isFalse();
        assertThat(SecretName.isLegal("x".repeat(2))).isFalse();
    }

    @Test
    void textInTheFormOfAUuidIsMeantAsOne() {
        assertThat(SecretName.uuid("6C9A5A33-e8a8-4d8f-8c1c-8f5d9a8b7c6d")).contains(ID);
        assertThat(SecretName.uuid("1-2-3-4-5")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "~/.netrc, .netrc, false",
        "~//a/b, a/b, false",
        "a/b c, a/b c, false",
        "./a, ./a, false",
        "/etc/a, /etc/a, true",
        "..a/..., ..a/..., false"
    })
    void pathIsOfTheRootOrOfTheHomeFolder(String text, String path, boolean absolute) {
        SecretPath secret = new SecretPath(text);

        assertThat(secret.path()).isEqualTo(path);
        assertThat(secret.isAbsolute()).isEqualTo(absolute);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "/", "~", "~/", "~/ ", "~bob/x", "~/~bob", ".", "..", "a/..", "../a", "/a/../b", "a/", "a/.",
                "a\nb", "a\0"
            })
    void whatIsNoPathOfAFileIsRefused(String text) {
        assertThat(SecretPath.isLegal(text)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new SecretPath(text));
    }

    @Test
    void pathThatIsTooLongIsRefused() {
        assertThat(SecretPath.isLegal("x".repeat(512))).isTrue();
        assertThat(SecretPath.isLegal("x".repeat(513))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"600, 600", "0600, 600", "7, 007", "777, 777", "000, 000"})
    void modeIsOctal(String text, String shown) {
        assertThat(FileMode.of(text).orElseThrow().toString()).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8", "1777", "rw-------", "0o600", "-1", "07777", " 600"})
    void whatIsNoModeIsRefused(String text) {
        assertThat(FileMode.of(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 01000})
    void modeHasNineBits(int bits) {
        assertThatIllegalArgumentException().isThrownBy(() -> new FileMode(bits));
    }

    @Test
    void typesHaveWords() {
        assertThat(Stream.of(SecretType.values()).map(SecretType::word)).containsExactly("ssh_key", "pgp_key", "file");
        assertThat(SecretType.ofWord("pgp_key")).contains(SecretType.PGP_KEY);
        assertThat(SecretType.ofWord("PGP_KEY")).isEmpty();
    }
}
