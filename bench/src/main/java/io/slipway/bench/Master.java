// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

/** The master's REST API, to submit jobs and follow them. */
final class Master {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    private static final int FIRST_BYTE_SECONDS = 60;
    private static final int FIRST_BYTE_MILLIS = 20;

    /** HTTP/1.1, as curl and most clients of a build service speak it. */
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI jobs;
    private final String token;

    Master(URI origin, String token) {
        this.jobs = origin.resolve("/api/jobs");
        this.token = token;
    }

    /** @return the new job's id; -1 when the master refused */
    long submit(String manifest) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(jobs)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(Map.of("manifest", manifest))))
                .build();
        HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
        return response.statusCode() == OK
                ? JSON.readTree(response.body()).path("id").asLong()
                : -1;
    }

    /** Restarts a job from the task that failed. */
    void restart(long id) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("%s/%d/restart".formatted(jobs, id)))
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.noBody())
                .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() != OK) {
            throw new IllegalStateException("restarting job %d: %s".formatted(id, response.body()));
        }
    }

    /** A job as it is now. */
    JsonNode job(long id) throws IOException, InterruptedException {
        return JSON.readTree(
                client.send(get("/" + id), BodyHandlers.ofByteArray()).body());
    }

    /**
     * When a reader of the live log got what.
     *
     * @param firstByte of the task's log
     * @param ended the word that the job has ended
     */
    record Followed(Instant firstByte, Instant ended) {}

    /** When the first byte of a task's log was there, in an attempt that is not the job's first. */
    Instant firstByte(long id, String task) throws IOException, InterruptedException {
        Instant until = Instant.now().plusSeconds(FIRST_BYTE_SECONDS);
        while (Instant.now().isBefore(until)) {
            JsonNode attempts = job(id).path("attempts");
            for (JsonNode log : attempts.path(attempts.size() - 1).path("logs")) {
                if (attempts.size() > 1
                        && task.equals(log.path("name").asText())
                        && log.path("size").asLong() > 0) {
                    return Instant.now();
                }
            }
            Thread.sleep(FIRST_BYTE_MILLIS);
        }
        throw new IllegalStateException("job %d: no byte of task %s".formatted(id, task));
    }

    /** Reads the live log until the job ends. */
    Followed follow(long id, String task) throws IOException, InterruptedException {
        Instant firstByte = null;
        String event = "";
        try (Stream<String> lines =
                client.send(get("/" + id + "/events"), BodyHandlers.ofLines()).body()) {
            for (String line : (Iterable<String>) lines::iterator) {
                if (line.startsWith("event: ")) {
                    event = line.substring("event: ".length());
                } else if (line.startsWith("data: ") && "end".equals(event)) {
                    Instant ended = Instant.now();
                    JsonNode job = JSON.readTree(line.substring("data: ".length()));
                    if (!"success".equals(job.path("status").asText()) || firstByte == null) {
                        throw new IllegalStateException("job %d ended as %s".formatted(id, job));
                    }
                    return new Followed(firstByte, ended);
                } else if (firstByte == null
                        && "log".equals(event)
                        && line.contains("\"task\":\"%s\"".formatted(task))) {
                    firstByte = Instant.now();
                }
            }
        }
        throw new IllegalStateException("the live log of job %d broke off".formatted(id));
    }

    private HttpRequest get(String path) {
        return HttpRequest.newBuilder(URI.create(jobs + path))
                .header("Authorization", "Bearer " + token)
                .build();
    }
}
