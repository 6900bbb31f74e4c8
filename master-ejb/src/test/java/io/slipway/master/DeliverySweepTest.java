// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static io.slipway.master.TriggerRig.FAILED;
import static io.slipway.master.TriggerRig.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.job.JobId;
import io.slipway.master.webhook.NewWebhook;
import io.slipway.master.webhook.WebhookEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was told long ago is forgotten, of triggers and of webhooks alike. */
class DeliverySweepTest {
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

    @Test
    void whatWasToldIsForgottenAfterNinetyDays() {
        JobId job = toldAndToBeTold(rig);

        rig.rig.clock.advance(Duration.ofDays(89));
        sweep(rig);
        assertThat(rows("delivery")).isEqualTo(2);
        assertThat(rows("webhook_delivery")).isEqualTo(2);
        rig.rig.clock.advance(Duration.ofDays(2));
        sweep(rig);

        assertThat(rig.deliveries(job)).isEmpty();
        assertThat(rows("delivery")).as("those that are still to be made").isEqualTo(1);
        assertThat(rows("webhook_delivery")).isEqualTo(1);
    }

    @Test
    void settingSaysHowLongTheyAreKeptAndZeroIsForEver() {
        TriggerRig week = new TriggerRig(Map.of("delivery.keep", "P7D"));
        toldAndToBeTold(week);
        week.rig.clock.advance(Duration.ofDays(8));
        sweep(week);
        assertThat(rows("delivery")).isEqualTo(1);

        TriggerRig ever = new TriggerRig(Map.of("delivery.keep", "0s"));
        toldAndToBeTold(ever);
        ever.rig.clock.advance(Duration.ofDays(5_000));
        sweep(ever);
        assertThat(rows("delivery")).isEqualTo(2);
    }

    @Test
    void moreThanATickForgetsIsForgottenInTheNextOnes() {
        toldAndToBeTold(rig);
        change("""
                insert into webhook_delivery (webhook_id, owner_id, event, job_id, created, state, ended)
                select webhook_id, owner_id, event, job_id, created, 'sent', '-infinity'
                from (select * from webhook_delivery limit 1) d, generate_series(1, 1000)""");
        rig.rig.clock.advance(Duration.ofDays(91));

        sweep(rig);
        assertThat(rows("webhook_delivery")).isBetween(500L, 503L);
        sweep(rig);
        sweep(rig);

        assertThat(rows("webhook_delivery")).isEqualTo(1);
    }

    /** One delivery of each kind that was made, and one that is to be made; gives the job of the first. */
    private JobId toldAndToBeTold(TriggerRig of) {
        of.rig.master.writeWebhooksBy((subscriber, query, happened) -> "{}");
        NewWebhook webhook = new NewWebhook(receiver.address(), List.of(WebhookEvent.JOB_CREATED), "{webhook {uuid}}");
        of.rig.within(() -> of.rig.master.webhooks().create(of.rig.admin, webhook));
        receiver.answers(200, 200);
        JobId job = of.ended(FAILED, webhook("always", receiver.address()));
        of.deliver();
        of.rig.master.deliverWebhooks().all();
        of.ended(FAILED, webhook("always", receiver.address()));
        return job;
    }

    private static void sweep(TriggerRig of) {
        ((Rounds) of.rig.master.loops().get("slipway-sweep")).once();
    }

    private long rows(String table) {
        return rig.rig.within(() -> ((Number) rig.rig
                        .transaction
                        .entityManager()
                        .createNativeQuery("select count(*) from " + table)
                        .getSingleResult())
                .longValue());
    }

    private void change(String statement) {
        rig.rig.within(() ->
                rig.rig.transaction.entityManager().createNativeQuery(statement).executeUpdate());
    }
}
