// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.webhook;

import static java.util.stream.Collectors.joining;

import io.slipway.master.store.WebhookDeliveryStore.Answer;
import io.slipway.master.store.WebhookDeliveryStore.TakenDelivery;
import io.slipway.master.trigger.FirstBytes;
import io.slipway.master.trigger.RetryAfter;
import io.slipway.master.trigger.SignedPost;
import io.slipway.signature.WebhookKey;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls the addresses of webhooks. Follows no redirect: the address that the user gave is the one that is told. Safe for many threads. */
final class WebhookCall {
    private static final System.Logger LOG = System.getLogger(WebhookCall.class.getName());
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int MOST_OF_BODY = 64 << 10;
    private static final int MOST_OF_HEADERS = 16 << 10;
    private static final int LONGEST_CHARACTER = 4;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(LONGEST)
            .build();
    private final SignedPost post;
    private final Clock clock;

    WebhookCall(WebhookKey key, SecureRandom random, Clock clock) {
        this.post = new SignedPost(key, random);
        this.clock = clock;
    }

    /**
     * Sends a delivery once; empty when nobody answered.
     *
     * @throws InterruptedException when the master ends meanwhile: whether it was taken is not known then
     */
    Optional<Called> send(TakenDelivery delivery, String body) throws InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> sending;
        try {
            sending = client.sendAsync(request(delivery, body), head -> new FirstBytes(MOST_OF_BODY));
        } catch (IllegalArgumentException e) {
            LOG.log(System.Logger.Level.WARNING, "Calling webhook " + delivery.uuid() + ": it has no address", e);
            return Optional.empty();
        }
        try {
            HttpResponse<byte[]> response = sending.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.of(new Called(answer(response), RetryAfter.of(response.headers(), clock.instant())));
        } catch (TimeoutException | ExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "Calling webhook " + delivery.uuid() + ": nobody answered", e);
            return Optional.empty();
        } finally {
            // Without effect when it has ended.
            sending.cancel(true);
        }
    }

    /**
     * What came of a try.
     *
     * @param later how long the receiver asks to be left alone
     */
    record Called(Answer answer, Duration later) {}

    private HttpRequest request(TakenDelivery delivery, String body) {
        return post.to(delivery.subscriber().url(), body)
                .timeout(LONGEST)
                .header("X-Webhook-Event", delivery.event())
                .header("X-Webhook-Delivery", delivery.uuid().toString())
                .build();
    }

    private static Answer answer(HttpResponse<byte[]> response) {
        String headers = response.headers().map().entrySet().stream()
                .flatMap(header -> header.getValue().stream().map(value -> header.getKey() + ": " + value + "\n"))
                .collect(joining());
        String type = response.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        boolean isText = type.startsWith("text/") || type.startsWith("application/json");
        return new Answer(
                response.statusCode(),
                headers.substring(0, Math.min(headers.length(), MOST_OF_HEADERS)),
                isText ? text(response.body()) : null);
    }

    /** As text, without the rest of a character at the end that was cut off; null when it is no UTF-8, or no text to the database. */
    static String text(byte[] body) {
        int least = body.length < MOST_OF_BODY ? body.length : body.length - LONGEST_CHARACTER + 1;
        for (int length = body.length; length >= least; length--) {
            try {
                String text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(body, 0, length))
                        .toString();
                return text.indexOf('\0') < 0 ? text : null;
            } catch (CharacterCodingException e) {
                LOG.log(System.Logger.Level.TRACE, "an answer is no UTF-8 up to byte {0}: {1}", length, e);
            }
        }
        return null;
    }
}
