// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.mask;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.message.JobToken;
import io.slipway.message.WorkOrder;
import io.slipway.secret.FileMode;
import io.slipway.secret.Secret;
import io.slipway.secret.SecretContent;
import io.slipway.secret.SecretPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In which forms a secret is masked, as the programs of a task print it. */
class SecretFormsTest {
    private static final String PASSWORD = "hunter2-hunter2";
    private static final String LINES = "machine example.org\n  login ann\n  pw: x1\n  password hunter2hunter2\n";

    @TempDir
    private Path folder;

    @Test
    void contentAndTokenAreMasked() {
        WorkOrder order = order(PASSWORD + "\n")
                .with(
                        secrets(PASSWORD + "\n"),
                        new JobToken("slipway_job_abc", "site", URI.create("http://localhost")));

        assertThat(masked(order, "echo hunter2-hunter2; curl -H 'Bearer slipway_job_abc'"))
                .isEqualTo("echo ***; curl -H 'Bearer ***'");
    }

    @Test
    void longLinesAreMaskedByThemselvesAndShortOnesAsAWhole() {
        WorkOrder order = order(LINES);

        assertThat(masked(order, "login ann; pw: x1; password hunter2hunter2")).isEqualTo("***; pw: x1; ***");
        assertThat(masked(order, "> " + LINES)).isEqualTo("> ***\n");
        assertThat(masked(order, "> " + LINES.replace("\n", "\r\n")))
                .as("as a terminal has it")
                .isEqualTo("> ***\r\n");
    }

    @Test
    void shortSecretIsMaskedAsAWhole() {
        assertThat(masked(order("1234\n"), "the pin is 1234.")).isEqualTo("the pin is ***.");
        assertThat(masked(order("12\n"), "the pin is 12."))
                .as("too short to be told from anything")
                .isEqualTo("the pin is 12.");
    }

    @Test
    void base64IsMaskedWithPaddingAndWithout() {
        for (String secret : List.of("hunter2", "hunter2!", "hunter2!!", "hunter2?>~\u00ff")) {
            byte[] bytes = secret.getBytes(UTF_8);
            for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
                for (String form : List.of(
                        encoder.encodeToString(bytes),
                        encoder.withoutPadding().encodeToString(bytes),
                        encoder.encodeToString((secret + "\n").getBytes(UTF_8)))) {
                    assertThat(masked(order(secret + "\n"), "x " + form + " y"))
                            .as(form)
                            .isEqualTo("x *** y");
                }
            }
        }
    }

    @Test
    void base64BehindAUserNameIsMaskedButForItsEnds() {
        for (String user : List.of("a:", "ab:", "abc:")) {
            String header = Base64.getEncoder().encodeToString((user + PASSWORD).getBytes(UTF_8));

            String masked = masked(order(PASSWORD), "Authorization: Basic " + header);

            assertThat(masked).contains("***").hasSizeLessThan("Authorization: Basic ".length() + 16);
        }
    }

    @Test
    void addressIsMasked() {
        String secret = "p@ss w/rd+%~\u00e4";
        WorkOrder order = order(secret);

        assertThat(masked(order, URLEncoder.encode(secret, UTF_8))).isEqualTo("***");
        assertThat(masked(order, URLEncoder.encode(secret, UTF_8).replace("+", "%20")))
                .isEqualTo("***");
        assertThat(masked(order, "p%40ss%20w%2frd%2b%25~%c3%a4")).isEqualTo("***");
        assertThat(masked(order, "p%40ss%20w/rd%2B%25~%C3%A4")).isEqualTo("***");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunter2-hunter2",
                "it's a $ecret `with` \"everything\"",
                "back\\slash\\and 'quotes'",
                "tab\tand ümläut",
                LINES,
                "line one is long\nline 'two' is\\long\n",
            })
    void shellThatTracesShowsNothing(String secret) throws Exception {
        Files.writeString(folder.resolve("secret"), secret);

        String said = run("""
                set -x
                SECRET=$(cat secret)
                echo "$SECRET"
                echo $SECRET
                : "$SECRET" "key=$SECRET"
                printf '%q\\n' "$SECRET"
                cat secret
                base64 secret
                base64 -w0 secret
                printf %s "$SECRET" >stripped
                base64 stripped
                openssl base64 -in secret
                """);

        String masked = masked(order(secret), said);
        for (String line : secret.strip().split("\n")) {
            String longest = Arrays.stream(line.strip().split("['\"\\\\ \t]"))
                    .reduce("", (a, b) -> a.length() < b.length() ? b : a);
            assertThat(masked).doesNotContain(line.strip());
            if (longest.length() >= 8) {
                assertThat(masked).as(said).doesNotContain(longest);
            }
        }
        assertThat(masked)
                .doesNotContain(Base64.getEncoder()
                        .encodeToString(secret.getBytes(UTF_8))
                        .substring(0, 8))
                .contains("+ cat secret");
    }

    @Test
    void keyOfSeveralLinesIsMaskedInItsTextAndInWrappedBase64() throws Exception {
        byte[] key = resource("ed25519");
        Files.write(folder.resolve("key"), key);

        String masked = masked(
                order(new String(key, UTF_8)), run("cat key; base64 key; openssl base64 -in key; base64 -w0 key"));

        assertThat(masked.replaceAll("[*\\s]", "")).hasSizeLessThan(8);
    }

    @Test
    void manyLargeSecretsAreMaskedFastAndInLittleMemory() {
        StringBuilder large = new StringBuilder();
        for (int i = 0; large.length() < 16_000; i++) {
            large.append(UUID.nameUUIDFromBytes(new byte[] {(byte) i, (byte) (i >> 8)}))
                    .append('\n');
        }
        WorkOrder order = order(large.toString());
        byte[] flood = "Compiling module 123 of 456: everything is as it should be\n"
                .repeat(200_000)
                .getBytes(UTF_8);
        long began = System.nanoTime();

        assertThat(masked(order, new String(flood, UTF_8))).hasSize(flood.length);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    }

    private String run(String script) throws IOException, InterruptedException {
        Process bash = new ProcessBuilder("bash", "--norc", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        bash.getOutputStream().close();
        String said = new String(bash.getInputStream().readAllBytes(), UTF_8);
        assertThat(bash.waitFor()).as(said).isZero();
        return said;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream file = SecretFormsTest.class.getResourceAsStream("/keys/" + name)) {
            return file.readAllBytes();
        }
    }

    private static String masked(WorkOrder order, String text) {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        try (MaskedStream stream = SecretForms.mask(order).before(target)) {
            stream.write(text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return target.toString(UTF_8);
    }

    private static List<Secret> secrets(String content) {
        return List.of(new Secret.FileSecret(
                new UUID(1, 1),
                "",
                new SecretPath("~/secret"),
                FileMode.PRIVATE,
                new SecretContent(content.getBytes(UTF_8))));
    }

    private static WorkOrder order(String content) {
        URI nowhere = URI.create("http://localhost/");
        return new WorkOrder(
                        new AttemptRef(new JobId(1), 1, 1),
                        "test",
                        nowhere,
                        "",
                        Map.of(),
                        Duration.ofHours(1),
                        Duration.ofSeconds(30),
                        nowhere,
                        "none",
                        List.of(),
                        null,
                        null)
                .with(secrets(content), null);
    }
}
