// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.upload;

import io.slipway.cache.CacheName;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.message.WorkOrder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Gets caches from the master and hands them to it. Nobody waits long for one: a job can do without. */
public final class CacheTransfer {
    private static final Duration ANSWER = Duration.ofMinutes(10);
    private static final int RETRIES = 2;
    private static final int OK = 200;
    private static final int SUCCESS_BELOW = 300;
    private static final int NOT_FOUND = 404;
    private static final int SHOWN = 300;

    private final Exchange exchange = new Exchange(RETRIES);

    /**
     * Gets a cache.
     *
     * @param check throws when nobody waits for it any more
     * @return false when none of this name is kept
     * @throws ProblemException CACHE_FAILED with what was answered
     */
    public boolean get(WorkOrder order, CacheName name, Path to, Runnable check) {
        try {
            HttpResponse<Path> response =
                    exchange.send(request(order, name).GET().build(), BodyHandlers.ofFile(to), check);
            if (response.statusCode() != OK && response.statusCode() != NOT_FOUND) {
                throw failed("Getting", name, response.statusCode(), Files.readString(to));
            }
            return response.statusCode() == OK;
        } catch (IOException e) {
            throw new ProblemException(Problem.CACHE_FAILED, "Getting cache `%s`: %s".formatted(name, e), e);
        }
    }

    /**
     * Hands a cache over; it takes the place of the one before.
     *
     * @param check throws when nobody waits for it any more
     * @throws ProblemException CACHE_FAILED with what was answered
     */
    public void put(WorkOrder order, CacheName name, Path archive, Runnable check) {
        try {
            HttpRequest request = request(order, name)
                    .header("Content-Type", "application/octet-stream")
                    .PUT(HttpRequest.BodyPublishers.ofFile(archive))
                    .build();
            HttpResponse<String> response = exchange.send(request, BodyHandlers.ofString(), check);
            if (response.statusCode() >= SUCCESS_BELOW) {
                throw failed("Handing over", name, response.statusCode(), response.body());
            }
        } catch (IOException e) {
            throw new ProblemException(Problem.CACHE_FAILED, "Handing over cache `%s`: %s".formatted(name, e), e);
        }
    }

    private static HttpRequest.Builder request(WorkOrder order, CacheName name) {
        return HttpRequest.newBuilder(URI.create("%s/caches/%s".formatted(order.uploads(), name)))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + order.uploadToken());
    }

    private static ProblemException failed(String doing, CacheName name, int status, String body) {
        return new ProblemException(
                Problem.CACHE_FAILED,
                "%s cache `%s`: the master answered %d: %s"
                        .formatted(doing, name, status, body.length() > SHOWN ? body.substring(0, SHOWN) : body));
    }
}
