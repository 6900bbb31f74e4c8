// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static io.slipway.master.TriggerRig.FAILED;
import static io.slipway.master.TriggerRig.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.job.JobId;
import io.slipway.master.trigger.DeliveryView;
import io.slipway.master.trigger.RetryAfter;
import io.slipway.master.webhook.NewWebhook;
import io.slipway.master.webhook.WebhookEvent;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A receiver that says when to come again is left alone until then, within bounds. */
class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private TriggerRig rig;
    private FakeReceiver receiver;

    @BeforeEach
    void start() {
        rig = new TriggerRig();
        receiver = FakeReceiver.up();
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120 | PT2M",
                "0 | PT0S",
                "3601 | PT1H",
                "99999999999999999999 | PT1H",
                "Fri, 2 Jan 2026 03:05:05 GMT | PT1M",
                "Fri, 02 Jan 2026 03:05:05 GMT | PT1M",
                "Fri, 02 Jan 2026 03:00:00 GMT | PT0S",
                "Sat, 02 Jan 2027 03:00:00 GMT | PT1H",
                "-5 | PT0S",
                "soon | PT0S",
                "'' | PT0S",
            })
    void headerIsSecondsOrADate(String text, Duration asked) {
        HttpHeaders headers = HttpHeaders.of(Map.of("retry-after", List.of(text)), (name, value) -> true);

        assertThat(RetryAfter.of(headers, NOW)).isEqualTo(asked);
        assertThat(RetryAfter.of(HttpHeaders.of(Map.of(), (name, value) -> true), NOW))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"429,600,600", "503,86400,3600", "200,600,-1", "404,600,-1"})
    void receiverOfATriggerIsLeftAloneForAsLongAsItAsks(int status, int asked, int waited) {
        answer(status, asked);
        JobId job = rig.ended(FAILED, webhook("always", receiver.address()));

        rig.deliver();

        DeliveryView delivery = rig.delivery(job);
        if (waited < 0) {
            assertThat(delivery.next()).isNull();
        } else {
            assertThat(delivery.next()).isEqualTo(delivery.created().plusSeconds(waited));
        }
    }

    @Test
    void pauseIsNoShorterThanItWouldBeAnyway() {
        answer(503, 1);
        JobId job = rig.ended(FAILED, webhook("always", receiver.address()));

        rig.deliver();

        assertThat(rig.delivery(job).next()).isAfter(rig.delivery(job).created().plusSeconds(3));
    }

    /** It would be given up before it comes again. */
    @Test
    void lastTryIsMadeBeforeADeliveryIsGivenUp() {
        TriggerRig impatient = new TriggerRig(Map.of("delivery.give-up", "10m"));
        answer(503, 3_000);
        receiver.answers(200);
        JobId job = impatient.ended(FAILED, webhook("always", receiver.address()));

        impatient.deliver();
        impatient.rig.clock.advance(Duration.ofMinutes(10));
        impatient.deliver();

        assertThat(impatient.delivery(job).state()).isEqualTo("sent");
    }

    @Test
    void receiverOfAWebhookIsLeftAloneForAsLongAsItAsks() {
        rig.rig.master.writeWebhooksBy((subscriber, query, happened) -> "{}");
        NewWebhook webhook = new NewWebhook(receiver.address(), List.of(WebhookEvent.JOB_CREATED), "{webhook {uuid}}");
        rig.rig.within(() -> rig.rig.master.webhooks().create(rig.rig.admin, webhook));
        answer(503, 600);
        receiver.answers(200);
        rig.rig.submit(rig.rig.admin);

        rig.rig.master.deliverWebhooks().all();
        rig.rig.clock.advance(Duration.ofSeconds(599));
        rig.rig.master.deliverWebhooks().all();
        assertThat(receiver.taken()).hasSize(1);
        rig.rig.clock.advance(Duration.ofSeconds(1));
        rig.rig.master.deliverWebhooks().all();

        assertThat(receiver.taken()).hasSize(1);
    }

    private void answer(int status, int retryAfter) {
        receiver.server()
                .enqueue(new MockResponse.Builder()
                        .code(status)
                        .addHeader("Retry-After", String.valueOf(retryAfter))
                        .build());
    }
}
