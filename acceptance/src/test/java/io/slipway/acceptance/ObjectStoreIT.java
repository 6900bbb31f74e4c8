// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.objectserver.ObjectServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Artifacts of real guests in an object store that checks every signature; the master is started again with other settings. */
@ExtendWith(StackExtension.class)
class ObjectStoreIT {
    private static final String BUCKET = "acceptance";
    private static final String MANIFEST = """
            image: debian/bookworm
            tasks:
              - make: |
                  echo '<script>alert(1)</script>' >page.html
                  head -c 3000000 /dev/urandom >large.bin
            artifacts: [page.html, large.bin]
            """;
    private static final Duration LONGEST = Duration.ofMinutes(8);
    private static final Duration AWAY = Duration.ofSeconds(5);

    private final Stack stack;
    private final Api api;
    private ObjectServer server;

    ObjectStoreIT(Stack stack) {
        this.stack = stack;
        this.api = stack.admin();
    }

    @BeforeEach
    void startServer() {
        server = ObjectServer.start();
    }

    @AfterEach
    void stopServer() {
        stack.restartMaster("");
        server.close();
    }

    private String settings(String store) {
        return """
                artifacts.store = %s
                artifacts.s3.upstream = %s
                artifacts.s3.access-key = %s
                artifacts.s3.secret-key = %s
                artifacts.s3.bucket = %s
                artifacts.s3.prefix = of/the-stack
                """.formatted(store, server.address(), ObjectServer.ACCESS_KEY, ObjectServer.SECRET_KEY, BUCKET);
    }

    @Test
    void artifactsGoToTheObjectStoreEvenWhenItWasAwayAndAreHadThroughTheMaster() throws Exception {
        JsonNode before = ended(RunningJob.submit(api, MANIFEST));
        stack.restartMaster(settings("s3"));

        RunningJob first = RunningJob.submit(api, MANIFEST);
        JsonNode stored = ended(first);

        assertThat(server.keys(BUCKET))
                .hasSize(2)
                .allMatch(key -> key.startsWith("of/the-stack/" + first.id() + "/1/"));
        assertThat(first.setupLog()).doesNotContain("X-Amz", ObjectServer.SECRET_KEY);
        stored.path("artifacts").forEach(this::isSentOnToTheStore);
        URI page = store(stored.path("artifacts").get(0));
        HttpResponse<byte[]> answer = fetch(page);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
        assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
                .startsWith("attachment; filename=\"page.html\"");

        server.down();
        RunningJob second = RunningJob.submit(api, MANIFEST);
        await().atMost(LONGEST).until(() -> second.setupLog().contains("Uploading page.html"));
        Thread.sleep(AWAY.toMillis());
        server.up();
        JsonNode late = ended(second);
        assertThat(late.path("attempts")).as("one attempt was enough").hasSize(1);
        late.path("artifacts").forEach(this::isSentOnToTheStore);

        stack.restartMaster(settings("folder"));
        stored.path("artifacts").forEach(this::isSentOnToTheStore);
        before.path("artifacts").forEach(this::isTheMastersOwn);
    }

    private static JsonNode ended(RunningJob job) {
        JsonNode ended = job.awaitEnd();
        assertThat(ended.path("status").asText()).as(job.setupLog()).isEqualTo("success");
        assertThat(ended.path("artifacts")).hasSize(2);
        return ended;
    }

    /** Only for who may see the job, and without a word of what the address is good for in a cache. */
    private void isSentOnToTheStore(JsonNode artifact) {
        assertThat(artifact.path("url").asText()).startsWith(stack.origin() + "/api/jobs/");
        assertIsWhole(artifact, fetch(store(artifact)).body());
        Api.Answer described = api.head(artifact.path("url").asText());
        assertThat(described.status()).isEqualTo(200);
        assertThat(described.header("Content-Length"))
                .isEqualTo(artifact.path("size").asText());
    }

    private URI store(JsonNode artifact) {
        Api.Answer answer = api.get(artifact.path("url").asText());
        assertThat(answer.status()).as(answer.text()).isEqualTo(302);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Location")).startsWith(server.address() + "/" + BUCKET + "/");
        return URI.create(answer.header("Location"));
    }

    private void isTheMastersOwn(JsonNode artifact) {
        Api.Answer answer = api.get(artifact.path("url").asText());
        assertThat(answer.status()).isEqualTo(200);
        assertIsWhole(artifact, answer.bytes());
    }

    private static void assertIsWhole(JsonNode artifact, byte[] bytes) {
        try {
            assertThat(bytes).hasSize(artifact.path("size").asInt());
            assertThat(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
                    .isEqualTo(artifact.path("sha256").asText());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As somebody who has nothing but the address. */
    private static HttpResponse<byte[]> fetch(URI address) {
        try {
            HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
