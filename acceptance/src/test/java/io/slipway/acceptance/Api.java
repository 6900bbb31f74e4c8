// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** The REST API, as one user asks it. */
public final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final URI origin;
    private final String token;

    /** @param token empty to ask without one */
    Api(URI origin, String token) {
        this.origin = origin;
        this.token = token;
    }

    /** An answer: status, headers, bytes. */
    public record Answer(HttpResponse<byte[]> response) {
        public int status() {
            return response.statusCode();
        }

        public byte[] bytes() {
            return response.body();
        }

        public String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        public JsonNode json() {
            try {
                return JSON.readTree(text());
            } catch (JsonProcessingException e) {
                throw new AssertionError("no JSON: " + text(), e);
            }
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** Status and the code of the first error, for example {@code 404 SW-3001}. */
        public String problem() {
            return status() + " " + json().path("errors").path(0).path("code").asText();
        }
    }

    public Answer get(String path, String... headers) {
        HttpRequest.Builder request = request(path).GET();
        return send(headers.length > 0 ? request.headers(headers) : request);
    }

    public Answer head(String path) {
        return send(request(path).method("HEAD", BodyPublishers.noBody()));
    }

    public Answer post(String path, byte[] body) {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(body)));
    }

    /** Sends what a form sends. */
    public Answer postForm(String path, String form) {
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    public Answer post(String path, String body) {
        return post(path, body.getBytes(StandardCharsets.UTF_8));
    }

    public Answer put(String path, String body) {
        return send(request(path).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(body)));
    }

    public Answer delete(String path) {
        return send(request(path).DELETE());
    }

    public Answer post(String path) {
        return post(path, new byte[0]);
    }

    /** Submits a manifest, whatever the answer. */
    public Answer submit(String manifest) {
        return submit(Map.of("manifest", manifest));
    }

    /** Submits with these fields. */
    public Answer submit(Map<String, ?> fields) {
        try {
            return post("/api/jobs", JSON.writeValueAsBytes(fields));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(origin.resolve(path)).timeout(Duration.ofMinutes(2));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(CLIENT.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
