// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.upload;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A request to the master or the object store and its answer: tried again while that is away, and given up at once when the attempt is interrupted. */
final class Exchange {
    private static final int SERVER_ERROR = 500;
    private static final long LOOK_MILLIS = 200;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final int retries;

    Exchange(int retries) {
        this.retries = retries;
    }

    /** How often a request is sent before it is given up. */
    int tries() {
        return retries + 1;
    }

    /** @param check throws when nobody waits for the answer any more */
    <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler, Runnable check) throws IOException {
        RetryPolicy<HttpResponse<T>> policy = RetryPolicy.<HttpResponse<T>>builder()
                .handle(IOException.class)
                .handleResultIf(response -> response.statusCode() >= SERVER_ERROR)
                .withBackoff(Duration.ofMillis(250), Duration.ofSeconds(10))
                .withMaxRetries(retries)
                .build();
        try {
            return Failsafe.with(policy).get(() -> once(request, handler, check));
        } catch (FailsafeException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getMessage(), e);
        }
    }

    private <T> HttpResponse<T> once(HttpRequest request, BodyHandler<T> handler, Runnable check)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<T>> answer = client.sendAsync(request, handler);
        try {
            while (true) {
                check.run();
                try {
                    return answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    // Look whether somebody still waits for it.
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }
}
