// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static io.slipway.master.TriggerRig.FAILED;
import static io.slipway.master.TriggerRig.webhook;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.manifest.ManifestException;
import io.slipway.master.trigger.DeliveryView;
import io.slipway.master.webhook.NewWebhook;
import io.slipway.master.webhook.WebhookDelivery;
import io.slipway.master.webhook.WebhookEvent;
import io.slipway.master.webhook.WebhookView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Webhooks do not lead into the network in which the master stands, unless its settings say so. */
class ForbiddenReceiverTest {
    private static final String WHY =
            "it is in a network that is not called from here; public addresses are, and those that `webhook.networks` allows";
    private static final Map<String, String> CLOSED = Map.of("webhook.networks", "");

    private FakeReceiver receiver;

    @BeforeEach
    void start() {
        receiver = FakeReceiver.up();
        receiver.answers(200, 200, 200);
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    private String target(String host) {
        return receiver.address().replace("127.0.0.1", host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost",
                "[::ffff:127.0.0.1]",
                "[::1]",
                "10.0.0.7",
                "169.254.169.254",
                "[fd00::1]"
            })
    void manifestWithATriggerToAnAddressThatIsNotPublicIsRefused(String host) {
        TriggerRig rig = new TriggerRig(CLOSED);

        assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() -> rig.queued(webhook("always", target(host))))
                .satisfies(e -> assertThat(e.findings()).singleElement().satisfies(finding -> {
                    assertThat(finding.problem()).isEqualTo(Problem.RECEIVER_FORBIDDEN);
                    assertThat(finding.path()).isEqualTo("triggers[0].url");
                    assertThat(finding.sentence())
                            .isEqualTo("`triggers[0].url` is `%s`: %s".formatted(target(host), WHY));
                }));
    }

    @Test
    void triggerOfAGroupToAnAddressThatIsNotPublicIsRefused() {
        MasterRig rig = new MasterRig(CLOSED);
        String list = "[{\"action\": \"webhook\", \"condition\": \"always\", \"url\": \"http://192.168.0.1/\"}]";

        assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() -> rig.within(() -> rig.master.groups().triggers(rig.admin, list)))
                .withMessageContaining(WHY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]", "0177.0.0.1", "0.0.0.0", "100.64.0.1"})
    void webhookToAnAddressThatIsNotPublicIsNotMade(String host) {
        MasterRig rig = new MasterRig(CLOSED);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> made(rig, target(host)))
                .withMessageStartingWith("Making a webhook: url `%s`: ", target(host))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.RECEIVER_FORBIDDEN));
        assertThat(rig.within(() -> rig.master.webhooks().list(rig.admin, 0, 25))
                        .results())
                .isEmpty();
    }

    /** One to a name, too: what counts is the address that is connected to. */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "[::ffff:127.0.0.1]"})
    void triggerOfBeforeIsNotSentToAnAddressThatIsNotAllowedAnyMoreAndSaysWhy(String host) {
        TriggerRig rig = new TriggerRig();
        JobId job = rig.ended(FAILED, webhook("always", target(host)));

        rig.rig.other(CLOSED).deliver().all();

        DeliveryView delivery = rig.delivery(job);
        assertThat(receiver.taken()).isEmpty();
        assertThat(delivery.state()).isEqualTo("given-up");
        assertThat(delivery.tries()).isEqualTo(1);
        assertThat(delivery.answerStatus()).isNull();
        assertThat(delivery.answer()).isEqualTo("Calling `%s`: %s".formatted(target(host), WHY));
    }

    @Test
    void webhookOfBeforeIsNotSentToAnAddressThatIsNotAllowedAnyMoreAndSaysWhy() {
        MasterRig rig = new MasterRig();
        WebhookView webhook = made(rig, target("localhost"));
        rig.submit(rig.admin);
        Master closed = rig.other(CLOSED);
        closed.writeWebhooksBy((subscriber, query, happened) -> "{}");

        closed.deliverWebhooks().all();
        rig.clock.advance(Duration.ofHours(1));
        closed.deliverWebhooks().all();

        WebhookDelivery delivery = rig.within(
                        () -> rig.master.webhooks().deliveries(rig.admin, Map.of(webhook.id(), 0L), 25))
                .get(webhook.id())
                .results()
                .get(0);
        assertThat(receiver.taken()).isEmpty();
        assertThat(delivery.responseStatus()).isNull();
        assertThat(delivery.responseBody()).isEqualTo("Nothing was sent: " + WHY + ".");
    }

    @Test
    void redirectIntoANetworkIsNotFollowed() {
        TriggerRig rig = new TriggerRig();
        FakeReceiver first = FakeReceiver.up();
        first.server()
                .enqueue(new MockResponse.Builder()
                        .code(307)
                        .addHeader("Location", receiver.address())
                        .build());
        JobId job = rig.ended(FAILED, webhook("always", first.address()));

        rig.deliver();

        assertThat(first.taken()).hasSize(1);
        assertThat(receiver.taken()).isEmpty();
        assertThat(rig.delivery(job).answerStatus()).isEqualTo(307);
        first.close();
    }

    @Test
    void settingThatIsNoNetworkIsRefusedAtTheStart() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> new MasterRig(Map.of("webhook.networks", "10.0.0.0/8, intranet")))
                .withMessageContaining("`webhook.networks`: `intranet` is no network")
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.SETTING_ILLEGAL));
    }

    private static WebhookView made(MasterRig rig, String url) {
        NewWebhook wanted = new NewWebhook(url, List.of(WebhookEvent.JOB_CREATED), "{webhook {uuid}}");
        return rig.within(() -> rig.master.webhooks().create(rig.admin, wanted));
    }
}
