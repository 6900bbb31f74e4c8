// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.upload;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.message.WorkOrder;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** Hands a file to the address that the work order carries; tried again while the store is away. */
public final class ArtifactUpload {
    private static final Duration ANSWER = Duration.ofMinutes(10);
    private static final int SERVER_ERROR = 500;
    private static final int SUCCESS_BELOW = 300;
    private static final int TOO_LARGE = 413;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final RetryPolicy<HttpResponse<String>> retries = RetryPolicy.<HttpResponse<String>>builder()
            .handle(IOException.class)
            .handleResultIf(response -> response.statusCode() >= SERVER_ERROR)
            .withBackoff(Duration.ofMillis(250), Duration.ofSeconds(10))
            .withMaxRetries(8)
            .build();

    /**
     * Uploads the manifest's artifact number {@code index}, from 0.
     *
     * @return where it went
     * @throws ProblemException ARTIFACT_FAILED when it is larger than the store takes, else UPLOAD_FAILED with its answer
     */
    public URI send(WorkOrder order, int index, String name, Path file) {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        URI address = URI.create("%s/%d/%s".formatted(order.uploads(), index, encoded));
        try {
            HttpRequest request = HttpRequest.newBuilder(address)
                    .timeout(ANSWER)
                    .header("Authorization", "Bearer " + order.uploadToken())
                    .header("Content-Type", "application/octet-stream")
                    .PUT(HttpRequest.BodyPublishers.ofFile(file))
                    .build();
            HttpResponse<String> response =
                    Failsafe.with(retries).get(() -> client.send(request, BodyHandlers.ofString()));
            if (response.statusCode() == TOO_LARGE) {
                throw refused(Problem.ARTIFACT_FAILED, name, "it is larger than the store takes", null);
            }
            if (response.statusCode() >= SUCCESS_BELOW) {
                String answer = "the store answered %d: %s".formatted(response.statusCode(), response.body());
                throw refused(Problem.UPLOAD_FAILED, name, answer, null);
            }
            return address;
        } catch (IOException | FailsafeException e) {
            throw refused(Problem.UPLOAD_FAILED, name, e.getMessage(), e);
        }
    }

    private static ProblemException refused(Problem problem, String name, String found, Throwable cause) {
        return new ProblemException(problem, "Uploading artifact `%s`: %s".formatted(name, found), cause);
    }
}
