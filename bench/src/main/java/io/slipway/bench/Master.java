// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/** The master's REST API, to submit jobs. */
final class Master {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CREATED = 201;

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
        return response.statusCode() == CREATED
                ? JSON.readTree(response.body()).path("id").asLong()
                : -1;
    }
}
