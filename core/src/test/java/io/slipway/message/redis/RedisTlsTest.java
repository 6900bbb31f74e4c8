// SPDX-License-Identifier: Apache-2.0
package io.slipway.message.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.envelope.TestParties;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.message.MessageStream.Received;
import io.slipway.message.Messages;
import io.slipway.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Redis that speaks TLS, and wants to see a certificate of whoever comes. */
class RedisTlsTest {
    private static final String STORE = "changeit";

    @TempDir
    private static Path folder;

    private static TestRedis redis;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        make("server", "ip:127.0.0.1");
        make("client", "dns:runner-1");
        make("stranger", "ip:127.0.0.1");
        port = TestRedis.freePort();
        redis = TestRedis.start(
                "tls-port " + port,
                "tls-cert-file " + pem("server"),
                "tls-key-file " + key("server"),
                "tls-ca-cert-file " + pem("client"));
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @Test
    void messagesGoByTlsBetweenEndsThatKnowEachOther() {
        try (RedisConnection connection = RedisConnection.open(settings(pem("server"), pem("client"), key("client")))) {
            var inbox = connection.inbox(Messages.RUNNER, TestParties.make().inbox(Messages.RUNNER.value()));
            inbox.publish(Messages.cancel("by TLS"));

            assertThat(inbox.receive(1, Duration.ofSeconds(5)))
                    .extracting(Received::message)
                    .containsExactly(Messages.cancel("by TLS"));
        }
    }

    @Test
    void serverThatNobodyVouchesForIsNotTrusted() {
        refused(settings("", pem("client"), key("client")));
        refused(settings(pem("stranger"), pem("client"), key("client")));
    }

    @Test
    void serverOfAnotherNameIsNotTrusted() throws Exception {
        make("elsewhere", "dns:redis.example.org");
        int other = TestRedis.freePort();
        try (TestRedis elsewhere = TestRedis.start(
                "tls-port " + other,
                "tls-cert-file " + pem("elsewhere"),
                "tls-key-file " + key("elsewhere"),
                "tls-ca-cert-file " + pem("client"))) {
            assertThat(elsewhere.port()).isNotEqualTo(other);
            refused(settings(other, pem("elsewhere"), pem("client"), key("client")));
        }
    }

    @Test
    void whoShowsNoCertificateOrAStrangersIsSentAway() {
        refused(settings(pem("server"), "", ""));
        refused(settings(pem("server"), pem("stranger"), key("stranger")));
    }

    @Test
    void withoutTlsThePortDoesNotAnswer() {
        assertThatThrownBy(() -> RedisConnection.open(
                        RedisSettings.from(Settings.of(Map.of("redis.address", "redis://127.0.0.1:" + port)))))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void settingsThatMakeNoSenseAreRefusedWithASentence() {
        assertIllegal(Map.of("redis.tls.authorities", pem("server")), "rediss://HOST:PORT");
        assertIllegal(
                Map.of("redis.address", "rediss://127.0.0.1:1", "redis.tls.certificate", pem("client")),
                "both or none");
        assertThatThrownBy(() ->
                        RedisConnection.open(settings(folder.resolve("none").toString(), "", "")))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.SETTING_ILLEGAL))
                .hasMessageContaining("`redis.tls.authorities`");
        assertThatThrownBy(() -> RedisConnection.open(settings(pem("server"), pem("client"), pem("client"))))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.SETTING_ILLEGAL))
                .hasMessageContaining("no `PRIVATE KEY`");
    }

    private static void assertIllegal(Map<String, String> values, String sentence) {
        assertThatThrownBy(() -> RedisSettings.from(Settings.of(values)))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.SETTING_ILLEGAL))
                .hasMessageContaining(sentence);
    }

    private static void refused(RedisSettings settings) {
        assertThatThrownBy(() -> RedisConnection.open(settings))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.MESSAGES_DOWN));
    }

    private static RedisSettings settings(String authorities, String certificate, String key) {
        return settings(port, authorities, certificate, key);
    }

    private static RedisSettings settings(int port, String authorities, String certificate, String key) {
        Map<String, String> values = new HashMap<>(Map.of("redis.address", "rediss://127.0.0.1:" + port));
        values.put("redis.tls.authorities", authorities);
        values.put("redis.tls.certificate", certificate);
        values.put("redis.tls.key", key);
        return RedisSettings.from(Settings.of(values));
    }

    private static String pem(String name) {
        return folder.resolve(name + ".pem").toString();
    }

    private static String key(String name) {
        return folder.resolve(name + ".key").toString();
    }

    /** A certificate that vouches for itself, in PEM form, and its key. */
    private static void make(String name, String subject)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path store = folder.resolve(name + ".p12");
        Process made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=" + subject,
                        "-ext",
                        "bc:c",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        STORE)
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), STORE.toCharArray());
        write(pem(name), "CERTIFICATE", keys.getCertificate(name).getEncoded());
        write(key(name), "PRIVATE KEY", keys.getKey(name, STORE.toCharArray()).getEncoded());
    }

    private static void write(String file, String kind, byte[] bytes) throws IOException {
        Files.writeString(
                Path.of(file),
                "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                        .formatted(
                                kind,
                                Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)));
    }
}
