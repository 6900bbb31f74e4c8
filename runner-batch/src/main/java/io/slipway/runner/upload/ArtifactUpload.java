// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.upload;

import io.slipway.artifact.ArtifactName;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.message.WorkOrder;
import io.slipway.runner.upload.ObjectUpload.Handover;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** Hands a file to the address that the work order carries, or to the one that is answered there; tried again while that is away. */
public final class ArtifactUpload {
    private static final Duration ANSWER = Duration.ofMinutes(10);
    private static final int SUCCESS_BELOW = 300;
    private static final int TOO_LARGE = 413;
    private static final int RETRIES = 8;

    private final Exchange exchange = new Exchange(RETRIES);
    private final ObjectUpload objects = new ObjectUpload(exchange, ANSWER);

    /**
     * What is uploaded.
     *
     * @param position among the attempt's artifacts, from 0
     * @param path where it was in the guest
     */
    public record Artifact(int position, ArtifactName name, String path) {}

    /**
     * Uploads an artifact.
     *
     * @param check throws when nobody waits for it any more
     * @return where it went
     * @throws ProblemException ARTIFACT_TOO_LARGE when it is larger than the store takes, else UPLOAD_FAILED with its answer
     */
    public URI send(WorkOrder order, Artifact artifact, Path file, Runnable check) {
        String name = artifact.name().value();
        URI address = URI.create("%s/%d/%s".formatted(order.uploads(), artifact.position(), encoded(name)));
        URI withPath = URI.create("%s?path=%s".formatted(address, encoded(artifact.path())));
        try {
            if (order.limits().askFirst() && objects.send(new Handover(order, withPath, name, file), check)) {
                return address;
            }
            HttpRequest request = HttpRequest.newBuilder(withPath)
                    .timeout(ANSWER)
                    .header("Authorization", "Bearer " + order.uploadToken())
                    .header("Content-Type", "application/octet-stream")
                    .PUT(HttpRequest.BodyPublishers.ofFile(file))
                    .build();
            HttpResponse<String> response = exchange.send(request, BodyHandlers.ofString(), check);
            if (response.statusCode() == TOO_LARGE) {
                throw refused(Problem.ARTIFACT_TOO_LARGE, name, "it is larger than the store takes", null);
            }
            if (response.statusCode() >= SUCCESS_BELOW) {
                String answer = "the store answered %d: %s".formatted(response.statusCode(), response.body());
                throw refused(Problem.UPLOAD_FAILED, name, answer, null);
            }
            return address;
        } catch (IOException e) {
            throw refused(Problem.UPLOAD_FAILED, name, e.getMessage(), e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static ProblemException refused(Problem problem, String name, String found, Throwable cause) {
        return new ProblemException(problem, "Uploading artifact `%s`: %s".formatted(name, found), cause);
    }
}
