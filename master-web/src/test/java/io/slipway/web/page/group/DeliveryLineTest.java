// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.master.trigger.DeliveryView;
import io.slipway.trigger.Trigger.EmailTrigger;
import io.slipway.trigger.Trigger.WebhookTrigger;
import io.slipway.trigger.TriggerCondition;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryLineTest {
    private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

    private static DeliveryView delivery(String state, int tries, Integer status, String answer) {
        Instant next = state.equals("pending") ? THEN : null;
        return new DeliveryView(
                "k", "webhook", "always", "failed", "http://h/", state, tries, status, answer, THEN, next, null);
    }

    @ParameterizedTest
    @CsvSource({
        "pending, 0, waits",
        "pending, 1, tried once",
        "pending, 3, tried 3 times",
        "sent, 1, sent",
        "sent, 2, 'sent, in try 2'",
        "given-up, 1, given up",
        "given-up, 9, given up after 9 tries"
    })
    void stateIsToldWithTheNumberOfTries(String state, int tries, String words) {
        assertThat(DeliveryLine.of(delivery(state, tries, null, "")).words()).isEqualTo(words);
    }

    @Test
    void answerIsToldInOneLineAndNotForEver() {
        assertThat(DeliveryLine.of(delivery("sent", 1, 200, "thank\n  you")).answer())
                .isEqualTo("200 thank you");
        assertThat(DeliveryLine.of(delivery("sent", 1, 204, "")).answer()).isEqualTo("204");
        assertThat(DeliveryLine.of(delivery("pending", 1, null, "ConnectException"))
                        .answer())
                .isEqualTo("ConnectException");
        assertThat(DeliveryLine.of(delivery("sent", 1, 200, "x".repeat(400))).answer())
                .hasSize(305)
                .endsWith("x…");
    }

    @Test
    void whatIsToldNamesTheEnd() {
        DeliveryLine line = DeliveryLine.of(delivery("pending", 1, null, ""));

        assertThat(line.what()).isEqualTo("Webhook about `failed`");
        assertThat(line.target()).isEqualTo("http://h/");
        assertThat(line.next()).isEqualTo("2026-01-02T03:04:05Z");
    }

    @Test
    void triggersAreToldWithTheirCondition() {
        assertThat(TriggerLine.of(new EmailTrigger(TriggerCondition.FAILURE, "a@b", "c@d", "")))
                .isEqualTo(new TriggerLine("E-mail after failure", "a@b, cc c@d"));
        assertThat(TriggerLine.of(new WebhookTrigger(TriggerCondition.ALWAYS, "http://h/")))
                .isEqualTo(new TriggerLine("Webhook always", "http://h/"));
    }
}
