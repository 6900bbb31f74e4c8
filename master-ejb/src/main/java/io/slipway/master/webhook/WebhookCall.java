// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.webhook;

import static java.util.stream.Collectors.joining;

import io.slipway.master.receiver.ForbiddenAddressException;
import io.slipway.master.receiver.Receivers;
import io.slipway.master.receiver.Receivers.Post;
import io.slipway.master.receiver.Receivers.Reply;
import io.slipway.master.store.WebhookDeliveryStore.Answer;
import io.slipway.master.store.WebhookDeliveryStore.TakenDelivery;
import io.slipway.master.trigger.RetryAfter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Calls the addresses of webhooks. Safe for many threads. */
final class WebhookCall {
    private static final System.Logger LOG = System.getLogger(WebhookCall.class.getName());
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int MOST_OF_BODY = 64 << 10;
    private static final int MOST_OF_HEADERS = 16 << 10;
    private static final int LONGEST_CHARACTER = 4;

    private final Receivers receivers;
    private final Clock clock;

    WebhookCall(Receivers receivers, Clock clock) {
        this.receivers = receivers;
        this.clock = clock;
    }

    /**
     * Sends a delivery once; empty when nobody answered.
     *
     * @throws ForbiddenAddressException when the address may not be called
     * @throws InterruptedException when the master ends meanwhile: whether it was taken is not known then
     */
    Optional<Called> send(TakenDelivery delivery, String body) throws ForbiddenAddressException, InterruptedException {
        Post post = new Post(
                delivery.subscriber().url(),
                body,
                Map.of(
                        "X-Webhook-Event",
                        delivery.event(),
                        "X-Webhook-Delivery",
                        delivery.uuid().toString()));
        try {
            Reply reply = receivers.call(post, LONGEST, MOST_OF_BODY);
            return Optional.of(new Called(answer(reply), RetryAfter.of(reply.headers(), clock.instant())));
        } catch (IllegalArgumentException e) {
            LOG.log(System.Logger.Level.WARNING, "Calling webhook " + delivery.uuid() + ": it has no address", e);
            return Optional.empty();
        } catch (ForbiddenAddressException e) {
            throw e;
        } catch (TimeoutException | IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "Calling webhook " + delivery.uuid() + ": nobody answered", e);
            return Optional.empty();
        }
    }

    /**
     * What came of a try.
     *
     * @param later how long the receiver asks to be left alone
     */
    record Called(Answer answer, Duration later) {}

    private static Answer answer(Reply reply) {
        String headers = reply.headers().map().entrySet().stream()
                .flatMap(header -> header.getValue().stream().map(value -> header.getKey() + ": " + value + "\n"))
                .collect(joining());
        String type = reply.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        boolean isText = type.startsWith("text/") || type.startsWith("application/json");
        return new Answer(
                reply.status(),
                headers.substring(0, Math.min(headers.length(), MOST_OF_HEADERS)),
                isText ? text(reply.body()) : null);
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
