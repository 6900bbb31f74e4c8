// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.job.JobStatus;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The master's REST API, of a master that may be away or stand still: no call takes long, and one without a clear answer has none.
 * Safe for many threads.
 */
public final class MasterApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST = Duration.ofSeconds(3);
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int UNSATISFIABLE = 416;
    private static final int BAD_REQUEST = 400;
    private static final int CONFLICT = 409;
    private static final int REFUSED = 400;
    private static final int BROKEN = 500;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LONGEST)
            .build();
    private final URI origin;
    private final String token;

    public MasterApi(URI origin, String token) {
        this.origin = origin;
        this.token = token;
    }

    /** What became of a command. */
    enum Answer {
        /** It was done. */
        DONE,
        /** The job stands in a status that does not allow it. */
        REFUSED,
        /** It may have been done or not. */
        NONE
    }

    /** Submits a job. @return its id; empty without a clear answer */
    Optional<Long> submit(String manifest, String note) throws InterruptedException {
        byte[] body = json(Map.of("manifest", manifest, "note", note));
        HttpResponse<byte[]> response = send(post("/api/jobs", body));
        if (isUnclear(response)) {
            return Optional.empty();
        }
        if (response.statusCode() != OK) {
            throw new IllegalStateException(
                    "Submitting a job: the master answers %d: %s".formatted(response.statusCode(), text(response)));
        }
        return Optional.of(tree(response).path("id").asLong());
    }

    /** A job as it is now; empty without a clear answer. */
    Optional<JsonNode> job(long id) throws InterruptedException {
        HttpResponse<byte[]> response = send(get("/api/jobs/" + id).build());
        return response != null && response.statusCode() == OK ? Optional.of(tree(response)) : Optional.empty();
    }

    /** Cancels a job; refused when it has ended otherwise, which the master answers with the job as it is. */
    Answer cancel(long id) throws InterruptedException {
        HttpResponse<byte[]> response = send(post("/api/jobs/%d/cancel".formatted(id), new byte[0]));
        Answer answer = answer("cancel of job " + id, response);
        if (answer != Answer.DONE) {
            return answer;
        }
        JobStatus status = JobStatus.ofWord(tree(response).path("status").asText());
        return status.isTerminal() && status != JobStatus.CANCELLED ? Answer.REFUSED : Answer.DONE;
    }

    /** Restarts a job from the task that failed, with another script; refused when the guest is kept before an earlier task. */
    Answer restart(long id, String script) throws InterruptedException {
        return answer(
                "restart of job " + id,
                send(post("/api/jobs/%d/restart".formatted(id), json(Map.of("script", script)))));
    }

    private static Answer answer(String command, HttpResponse<byte[]> response) {
        if (isUnclear(response)) {
            return Answer.NONE;
        }
        if (response.statusCode() != OK && response.statusCode() != CONFLICT && response.statusCode() != BAD_REQUEST) {
            throw new IllegalStateException("Asking for the %s: the master answers %d: %s"
                    .formatted(command, response.statusCode(), text(response)));
        }
        return response.statusCode() == OK ? Answer.DONE : Answer.REFUSED;
    }

    /** While the server starts, it is the server that answers, not yet the master: 404, with a page. */
    private static boolean isUnclear(HttpResponse<byte[]> response) {
        return response == null
                || response.statusCode() >= BROKEN
                || !response.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
    }

    /** Bytes of a log from an offset on; empty without a clear answer. @param task empty for the setup log */
    Optional<byte[]> log(long id, int attempt, String task, long from) throws InterruptedException {
        String name = task.isEmpty() ? "" : "/" + URLEncoder.encode(task, StandardCharsets.UTF_8);
        HttpResponse<byte[]> response = send(get("/api/jobs/%d/log%s?attempt=%d".formatted(id, name, attempt))
                .header("Range", "bytes=%d-".formatted(from))
                .build());
        if (response == null) {
            return Optional.empty();
        }
        return switch (response.statusCode()) {
            case PARTIAL -> Optional.of(response.body());
            case UNSATISFIABLE -> Optional.of(new byte[0]);
            default -> Optional.empty();
        };
    }

    /** The bytes at an address that the API gave out; empty without a clear answer. */
    Optional<byte[]> bytes(String address) throws InterruptedException {
        HttpResponse<byte[]> response = send(get(address).build());
        return response != null && response.statusCode() == OK ? Optional.of(response.body()) : Optional.empty();
    }

    /** Whether it answers as it must. */
    public boolean answers() throws InterruptedException {
        HttpResponse<byte[]> response = send(get("/api/jobs").build());
        return response != null && response.statusCode() < REFUSED;
    }

    private HttpRequest.Builder get(String path) {
        return HttpRequest.newBuilder(origin.resolve(path)).timeout(LONGEST).header("Authorization", "Bearer " + token);
    }

    private HttpRequest post(String path, byte[] body) {
        HttpRequest.Builder request = get(path).POST(BodyPublishers.ofByteArray(body));
        return body.length == 0
                ? request.build()
                : request.header("Content-Type", "application/json").build();
    }

    /** Null when the connection broke, was refused, or nothing came in time. */
    private HttpResponse<byte[]> send(HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            System.getLogger(MasterApi.class.getName())
                    .log(System.Logger.Level.DEBUG, "{0} {1}: {2}", request.method(), request.uri(), e);
            return null;
        }
    }

    private static JsonNode tree(HttpResponse<byte[]> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException("Reading an answer of the master: " + text(response), e);
        }
    }

    private static byte[] json(Map<String, String> fields) {
        try {
            return JSON.writeValueAsBytes(fields);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
