// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.trigger;

import io.slipway.master.store.DeliveryStore.Message;
import io.slipway.master.store.DeliveryStore.TakenDelivery;
import io.slipway.signature.WebhookKey;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** POSTs JSON, signed, to addresses of users. Follows no redirect: the address that the user gave is the one that is told. */
final class WebhookSender implements Sender {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int MOST_OF_ANSWER = 2_048;
    private static final int OK = 200;
    private static final int REDIRECTION = 300;
    private static final int BROKEN = 500;
    /** Request timeout, too early, too many requests. */
    private static final Set<Integer> LATER = Set.of(408, 425, 429);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(LONGEST)
            .build();
    private final SignedPost post;
    private final Clock clock;

    WebhookSender(WebhookKey key, SecureRandom random, Clock clock) {
        this.post = new SignedPost(key, random);
        this.clock = clock;
    }

    @Override
    public Answer send(TakenDelivery delivery) throws InterruptedException {
        HttpRequest request;
        try {
            request = request(delivery);
        } catch (IllegalArgumentException e) {
            return Answer.refused(
                    null,
                    "Calling `%s`: it is no address that can be called: %s"
                            .formatted(delivery.message().target(), e.getMessage()));
        }
        CompletableFuture<HttpResponse<byte[]>> sending =
                client.sendAsync(request, head -> new FirstBytes(MOST_OF_ANSWER));
        try {
            return judge(sending.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Answer.notNow(
                    null,
                    "Calling `%s`: no whole answer came within %d seconds"
                            .formatted(delivery.message().target(), LONGEST.toSeconds()));
        } catch (ExecutionException e) {
            return Answer.notNow(
                    null, "Calling `%s`: %s".formatted(delivery.message().target(), words(e.getCause())));
        } finally {
            // Without effect when it has ended.
            sending.cancel(true);
        }
    }

    private HttpRequest request(TakenDelivery delivery) {
        Message message = delivery.message();
        return post.to(message.target(), message.body())
                .timeout(LONGEST)
                .header("X-Slipway-Delivery", delivery.uuid().toString())
                .build();
    }

    private Answer judge(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        String text = new String(response.body(), StandardCharsets.UTF_8);
        if (status >= OK && status < REDIRECTION) {
            return Answer.taken(status, text);
        }
        return status >= BROKEN || LATER.contains(status)
                ? Answer.notNow(status, text, RetryAfter.of(response.headers(), clock.instant()))
                : Answer.refused(status, text);
    }

    /** Many failures to connect have a kind and no message. */
    private static String words(Throwable failure) {
        String kind = failure.getClass().getSimpleName();
        return failure.getMessage() == null || failure.getMessage().isBlank()
                ? kind
                : "%s: %s".formatted(kind, failure.getMessage());
    }
}
