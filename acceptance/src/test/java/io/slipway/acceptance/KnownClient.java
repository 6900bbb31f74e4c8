// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The command-line client of the original, as far as a server can tell: it knows the service's address and a token, sends its operations
 * as JSON, takes any error for the end, and follows logs by ranges. It demands of an answer what that client demands.
 */
final class KnownClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\S+)");
    private static final Set<String> GOES_ON = Set.of("PENDING", "QUEUED", "RUNNING");

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI origin;
    private final String token;

    KnownClient(URI origin, String token) {
        this.origin = origin;
        this.token = token;
    }

    /** Sends an operation; gives its {@code data}. */
    JsonNode send(String operation, Map<String, ?> variables) {
        JsonNode answer = ask(operation, variables);
        assertThat(answer.path("errors").isMissingNode()).as(answer.toString()).isTrue();
        return answer.path("data");
    }

    /** Sends an operation; gives the whole answer. */
    JsonNode ask(String operation, Map<String, ?> variables) {
        try {
            byte[] body = JSON.writeValueAsBytes(Map.of("query", operation, "variables", variables));
            HttpResponse<byte[]> response = send(request(origin.resolve("/query"))
                    .header("Content-Type", "application/json; charset=utf-8")
                    .POST(BodyPublishers.ofByteArray(body)));
            assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Follows a job: looks once a second, and prints what is new of every log, to the end of the job. */
    Followed follow(int job) throws InterruptedException {
        Followed followed = new Followed();
        while (true) {
            JsonNode now = send(KnownOperations.MONITOR, Map.of("id", job)).path("job");
            String status = now.path("status").asText();
            if (!status.equals("PENDING") && !status.equals("QUEUED")) {
                followed.log("").fetch(now.at("/log/fullURL").asText());
            }
            for (JsonNode task : now.path("tasks")) {
                if (!Set.of("PENDING", "SKIPPED").contains(task.path("status").asText())) {
                    followed.log(task.path("name").asText())
                            .fetch(task.at("/log/fullURL").asText());
                }
            }
            if (!GOES_ON.contains(status)) {
                followed.status = status;
                return followed;
            }
            Thread.sleep(1_000);
        }
    }

    /** A whole log, as an export writes it to a file. */
    String download(String url) {
        HttpResponse<byte[]> response = send(request(URI.create(url)).GET());
        assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
        return text(response);
    }

    /** Anything below the service's address; whatever the answer. */
    HttpResponse<byte[]> get(String path, String... headers) {
        HttpRequest.Builder request = request(origin.resolve(path)).GET();
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(URI address) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(30)).header("User-Agent", "hut/0.7.0");
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What was printed of a job's logs. */
    final class Followed {
        private final Map<String, Log> logs = new LinkedHashMap<>();
        private String status;

        private Log log(String task) {
            return logs.computeIfAbsent(task, name -> new Log());
        }

        String status() {
            return status;
        }

        /** @param task empty for the set-up log */
        String printed(String task) {
            return logs.get(task).printed.toString(StandardCharsets.UTF_8);
        }

        /** In how many pieces it came. */
        int pieces(String task) {
            return logs.get(task).pieces;
        }
    }

    /** A log that is followed: from the last byte that came on, of which the first is then left out. */
    private final class Log {
        private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
        private long offset;
        private int pieces;

        void fetch(String url) {
            HttpResponse<byte[]> response = send(request(URI.create(url))
                    .header("Range", "bytes=%d-".formatted(offset))
                    .GET());
            assertThat(response.statusCode())
                    .as("%s from %d: %s", url, offset, text(response))
                    .isEqualTo(206);
            Matcher range = CONTENT_RANGE.matcher(
                    response.headers().firstValue("Content-Range").orElse("none"));
            assertThat(range.matches()).as("Content-Range of %s", url).isTrue();
            int skipped = Long.parseLong(range.group(1)) > 0 ? 1 : 0;
            if (response.body().length > skipped) {
                printed.write(response.body(), skipped, response.body().length - skipped);
                pieces++;
            }
            offset = Long.parseLong(range.group(2));
        }
    }
}
