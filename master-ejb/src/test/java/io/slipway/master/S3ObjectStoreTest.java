// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.master.object.ObjectSettings;
import io.slipway.master.object.ObjectStore.PutAddress;
import io.slipway.master.object.S3ObjectStore;
import io.slipway.master.store.StoredObject;
import io.slipway.objectserver.ObjectServer;
import io.slipway.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The object store on a real server that checks signatures. */
class S3ObjectStoreTest {
    private static final HttpClient ANYBODY = HttpClient.newHttpClient();
    private static ObjectServer server;

    private S3ObjectStore store;

    @BeforeAll
    static void startServer() {
        server = ObjectServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void open() {
        store = store(Map.of());
        store.prepare();
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** The settings of a master whose artifacts go to a server. */
    static Map<String, String> settings(ObjectServer server) {
        return Map.of(
                "artifacts.store",
                "s3",
                "artifacts.s3.upstream",
                server.address().toString(),
                "artifacts.s3.access-key",
                ObjectServer.ACCESS_KEY,
                "artifacts.s3.secret-key",
                ObjectServer.SECRET_KEY,
                "artifacts.s3.bucket",
                "slipway",
                "artifacts.s3.prefix",
                "of/this master");
    }

    private static S3ObjectStore store(Map<String, String> others) {
        Map<String, String> all = new HashMap<>(settings(server));
        all.putAll(others);
        return new S3ObjectStore(ObjectSettings.from(Settings.of(all), 1 << 20).orElseThrow());
    }

    private StoredObject object(String name, int size) {
        UUID id = UUID.randomUUID();
        return new StoredObject(
                id,
                store.bucket(),
                store.key("1/1/0/%s/%s".formatted(id, name)),
                new JobId(1),
                1,
                0,
                name,
                name,
                size,
                "00".repeat(32),
                Instant.now());
    }

    private static String md5(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static HttpResponse<String> put(PutAddress address, String text) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.address()).PUT(BodyPublishers.ofString(text));
        address.headers().forEach(request::header);
        return send(request);
    }

    static HttpResponse<String> get(URI address) {
        return send(HttpRequest.newBuilder(address));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return ANYBODY.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whoHasTheAddressPutsTheObjectWithoutAnyKey() throws IOException {
        StoredObject object = object("a.txt", 5);
        assertThat(store.size(object)).isEmpty();

        HttpResponse<String> answer = put(store.putAddress(object, md5("bytes")), "bytes");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(store.size(object)).hasValue(5);
        try (InputStream bytes = store.open(object)) {
            assertThat(bytes).hasContent("bytes");
        }
        assertThat(server.keys("slipway")).contains("of/this master/1/1/0/%s/a.txt".formatted(object.id()));
    }

    @Test
    void anEmptyObjectIsAnObject() {
        StoredObject object = object("empty", 0);

        assertThat(put(store.putAddress(object, md5("")), "").statusCode()).isEqualTo(200);
        assertThat(store.size(object)).hasValue(0);
    }

    @Test
    void theAddressIsGoodForThoseBytesAlone() {
        StoredObject object = object("a.txt", 5);
        PutAddress address = store.putAddress(object, md5("bytes"));

        assertThat(put(address, "more bytes").statusCode()).isBetween(400, 403);
        assertThat(put(address, "other").statusCode()).isBetween(400, 403);
        assertThat(store.size(object)).isEmpty();
    }

    @Test
    void theAddressIsGoodForThatObjectAlone() {
        PutAddress address = store.putAddress(object("a.txt", 5), md5("bytes"));
        URI other = URI.create(address.address().toString().replace("a.txt", "b.txt"));

        assertThat(put(new PutAddress(other, address.headers()), "bytes").statusCode())
                .isEqualTo(403);
        assertThat(get(address.address()).statusCode()).isEqualTo(403);
    }

    @Test
    void addressesDoNotLastLongerThanTheSettingsSay() {
        S3ObjectStore brief = store(Map.of("artifacts.s3.upload-time", "90s", "artifacts.s3.download-time", "60s"));

        assertThat(brief.putAddress(object("a", 1), md5("a")).address().getQuery())
                .contains("X-Amz-Expires=90&");
        assertThat(brief.getAddress(object("a", 1), "attachment").getQuery()).contains("X-Amz-Expires=60&");
        brief.close();
    }

    @Test
    void namesOfAllKindsComeBackAsTheyWere() {
        String name = "Übung+ 100% [1] ~'\"&=?#;ß.txt";
        StoredObject object = object(name, 5);

        HttpResponse<String> answer = put(store.putAddress(object, md5("bytes")), "bytes");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(store.size(object)).hasValue(5);
        assertThat(get(store.getAddress(object, "attachment")).body()).isEqualTo("bytes");
        assertThat(server.keys("slipway")).contains(object.key());
    }

    @Test
    void whatIsGotIsADownloadAndNoPage() {
        StoredObject object = object("page.html", 9);
        put(store.putAddress(object, md5("<script/>")), "<script/>");

        HttpResponse<String> answer = get(store.getAddress(object, "attachment; filename=\"page.html\""));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("<script/>");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
        assertThat(answer.headers().firstValue("Content-Disposition")).hasValue("attachment; filename=\"page.html\"");
    }

    @Test
    void objectsAreRemovedAndRemovedAgain() {
        StoredObject object = object("a.txt", 5);
        put(store.putAddress(object, md5("bytes")), "bytes");

        store.remove(object);
        store.remove(object);

        assertThat(store.size(object)).isEmpty();
        assertThat(server.keys("slipway")).doesNotContain(object.key());
    }

    @Test
    void aWrongKeyIsSaidToBeOne() {
        S3ObjectStore wrong = store(Map.of("artifacts.s3.secret-key", "guessed"));

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> wrong.remove(object("a", 1)))
                .satisfies(refused -> assertThat(refused.problem()).isEqualTo(Problem.OBJECTS_AWAY))
                .withMessageContaining("answered 403 SignatureDoesNotMatch; look at `artifacts.s3.*`")
                .withMessageNotContaining("guessed");
        wrong.close();
    }

    @Test
    void aStoreThatIsAwayIsAskedSomeTimesAndThenSaidToBeAway() {
        S3ObjectStore away = store(Map.of("artifacts.s3.upstream", "http://127.0.0.1:" + ObjectServer.freePort()));

        Instant began = Instant.now();
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(away::prepare)
                .satisfies(refused -> assertThat(refused.problem()).isEqualTo(Problem.OBJECTS_AWAY))
                .withMessageContaining("did not answer in 3 tries");
        assertThat(Instant.now()).isBefore(began.plusSeconds(30));
        away.close();
    }
}
