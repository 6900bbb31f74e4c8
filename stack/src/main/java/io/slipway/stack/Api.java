// SPDX-License-Identifier: Apache-2.0
package io.slipway.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;

/** The REST API of one master, as the owner of one token or password sees it. */
public final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final URI origin;
    private final String authorization;

    private Api(URI origin, String authorization) {
        this.origin = origin;
        this.authorization = authorization;
    }

    static Api withToken(URI origin, String token) {
        return new Api(origin, "Bearer " + token);
    }

    static Api withPassword(URI origin, String user, String password) {
        return new Api(origin, "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8)));
    }

    JsonNode get(String path) throws ApiException, InterruptedException {
        return parse(path, send(request(path).GET().build(), BodyHandlers.ofString()));
    }

    JsonNode post(String path, JsonNode body) throws ApiException, InterruptedException {
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        return parse(path, send(request, BodyHandlers.ofString()));
    }

    String text(String path) throws ApiException, InterruptedException {
        HttpResponse<String> response = send(request(path).GET().build(), BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw refused(path, response.statusCode(), response.body());
        }
        return response.body();
    }

    /** The bytes of a log from an offset on; none when there is no more. */
    byte[] tail(String path, long offset) throws ApiException, InterruptedException {
        HttpRequest request =
                request(path).header("Range", "bytes=" + offset + "-").GET().build();
        HttpResponse<byte[]> response = send(request, BodyHandlers.ofByteArray());
        return switch (response.statusCode()) {
            case 206 -> response.body();
            case 200 -> offset < response.body().length ? rest(response.body(), offset) : new byte[0];
            case 404, 416 -> new byte[0];
            default -> throw refused(path, response.statusCode(), new String(response.body(), UTF_8));
        };
    }

    /** A stream of bytes that stays open: an artifact, or server-sent events. */
    InputStream open(String path) throws ApiException, InterruptedException {
        HttpResponse<InputStream> response =
                send(request(path).timeout(Duration.ofHours(6)).GET().build(), BodyHandlers.ofInputStream());
        if (response.statusCode() == 302) {
            return elsewhere(response);
        }
        if (response.statusCode() != 200) {
            throw refused(path, response.statusCode(), "");
        }
        return response.body();
    }

    /** What the master sends on to its object store, which has no business with our token. */
    private InputStream elsewhere(HttpResponse<InputStream> sentOn) throws ApiException, InterruptedException {
        URI address =
                sentOn.headers().firstValue("Location").map(origin::resolve).orElse(origin);
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(Duration.ofHours(6)).build();
        HttpResponse<InputStream> response = send(request, BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new ApiException(
                    response.statusCode(),
                    "Asking the object store at `%s`: it answered %d"
                            .formatted(address.getAuthority(), response.statusCode()));
        }
        return response.body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(origin.resolve(path))
                .timeout(ANSWER_WITHIN)
                .header("Authorization", authorization);
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
            throws ApiException, InterruptedException {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw new ApiException("Asking `%s`: no answer: %s".formatted(request.uri(), e), e);
        }
    }

    private static JsonNode parse(String path, HttpResponse<String> response) throws ApiException {
        if (response.statusCode() / 100 != 2) {
            throw refused(path, response.statusCode(), response.body());
        }
        try {
            return JSON.readTree(response.body());
        } catch (JacksonException e) {
            throw new ApiException(
                    "Asking `%s`: the answer is not JSON: %s".formatted(path, e.getOriginalMessage()), e);
        }
    }

    private static ApiException refused(String path, int status, String body) {
        return new ApiException(status, "Asking `%s`: the master answered %d%s".formatted(path, status, reasons(body)));
    }

    /** What an answer of the form {@code {"errors":[…]}} says, each with its place; else the answer as it is. */
    static String reasons(String body) {
        JsonNode errors;
        try {
            errors = JSON.readTree(body).path("errors");
        } catch (JacksonException e) {
            errors = JSON.missingNode();
        }
        if (!errors.isArray() || errors.isEmpty()) {
            return body.isBlank() ? "" : ": " + body.strip();
        }
        StringBuilder text = new StringBuilder(":");
        for (JsonNode error : errors) {
            text.append("\n  ");
            if (error.path("line").asInt() > 0) {
                text.append("line ").append(error.path("line").asInt()).append(", column ");
                text.append(error.path("column").asInt()).append(": ");
            }
            text.append(error.path("reason").asText());
            if (error.hasNonNull("code")) {
                text.append(" (").append(error.path("code").asText()).append(')');
            }
        }
        return text.toString();
    }

    private static byte[] rest(byte[] bytes, long offset) {
        return java.util.Arrays.copyOfRange(bytes, (int) offset, bytes.length);
    }
}
