// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.bench.chaos.check.Delivered;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Webhook webhook;

    @BeforeEach
    void open() throws IOException {
        webhook = Webhook.open(threads);
    }

    @AfterEach
    void close() {
        webhook.close();
        threads.shutdown();
    }

    @Test
    void everyCopyIsKeptAndTheFirstOfSomeIsTurnedAway() throws Exception {
        String body = "{\"id\":7,\"status\":\"failed\"}";

        // By their hash codes.
        assertThat(send("b", body)).isEqualTo(200);
        assertThat(send("a", body)).isEqualTo(503);
        assertThat(send("a", body)).isEqualTo(200);

        assertThat(webhook.of(7))
                .containsExactly(
                        new Delivered("b", "failed", body, true),
                        new Delivered("a", "failed", body, false),
                        new Delivered("a", "failed", body, true));
        assertThat(webhook.of(8)).isEmpty();
    }

    private int send(String key, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(webhook.address())
                .header("X-Slipway-Delivery", key)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }
}
