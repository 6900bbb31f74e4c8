// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.trigger;

import io.slipway.master.receiver.ForbiddenAddressException;
import io.slipway.master.receiver.Receivers;
import io.slipway.master.receiver.Receivers.Post;
import io.slipway.master.receiver.Receivers.Reply;
import io.slipway.master.store.DeliveryStore.Message;
import io.slipway.master.store.DeliveryStore.TakenDelivery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Tells addresses of users by HTTP. */
final class WebhookSender implements Sender {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int MOST_OF_ANSWER = 2_048;
    private static final int OK = 200;
    private static final int REDIRECTION = 300;
    private static final int BROKEN = 500;
    /** Request timeout, too early, too many requests. */
    private static final Set<Integer> LATER = Set.of(408, 425, 429);

    private final Receivers receivers;
    private final Clock clock;

    WebhookSender(Receivers receivers, Clock clock) {
        this.receivers = receivers;
        this.clock = clock;
    }

    @Override
    public Answer send(TakenDelivery delivery) throws InterruptedException {
        Message message = delivery.message();
        Post post = new Post(
                message.target(),
                message.body(),
                Map.of("X-Slipway-Delivery", delivery.uuid().toString()));
        try {
            return judge(receivers.call(post, LONGEST, MOST_OF_ANSWER));
        } catch (IllegalArgumentException e) {
            return Answer.refused(
                    null,
                    "Calling `%s`: it is no address that can be called: %s"
                            .formatted(message.target(), e.getMessage()));
        } catch (ForbiddenAddressException e) {
            return Answer.refused(null, "Calling `%s`: %s".formatted(message.target(), e.getMessage()));
        } catch (TimeoutException e) {
            return Answer.notNow(
                    null,
                    "Calling `%s`: no whole answer came within %d seconds"
                            .formatted(message.target(), LONGEST.toSeconds()));
        } catch (IOException e) {
            return Answer.notNow(null, "Calling `%s`: %s".formatted(message.target(), words(e)));
        }
    }

    private Answer judge(Reply reply) {
        int status = reply.status();
        String text = new String(reply.body(), StandardCharsets.UTF_8);
        if (status >= OK && status < REDIRECTION) {
            return Answer.taken(status, text);
        }
        return status >= BROKEN || LATER.contains(status)
                ? Answer.notNow(status, text, RetryAfter.of(reply.headers(), clock.instant()))
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
