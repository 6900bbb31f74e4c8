// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.subtle.Ed25519Verify;
import io.slipway.job.JobId;
import io.slipway.job.Outcome;
import io.slipway.job.Visibility;
import io.slipway.master.FakeReceiver.Got;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.store.WebhookDeliveryStore.TakenDelivery;
import io.slipway.master.submit.Submission;
import io.slipway.master.webhook.NewWebhook;
import io.slipway.master.webhook.WebhookDelivery;
import io.slipway.master.webhook.WebhookEvent;
import io.slipway.master.webhook.WebhookPart;
import io.slipway.master.webhook.WebhookView;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How webhooks are told. */
class WebhookTest {
    private static final String QUERY = "{webhook {uuid}}";

    private final List<Caller> subscribers = new ArrayList<>();
    private TriggerRig jobs;
    private MasterRig rig;
    private FakeReceiver receiver;

    @BeforeEach
    void start() {
        jobs = new TriggerRig();
        rig = jobs.rig;
        rig.master.writeWebhooksBy((subscriber, query, happened) -> {
            subscribers.add(subscriber);
            return "%s of job %s for %s".formatted(happened.event(), happened.job(), query);
        });
        receiver = FakeReceiver.up();
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    @Test
    void everythingThatHappensToAJobIsToldOnce() {
        webhook(WebhookEvent.JOB_CREATED, WebhookEvent.JOB_UPDATED);
        receiver.answers(200, 200, 200, 200, 200);

        JobId job = jobs.ended(new Outcome.Succeeded());
        rig.transaction.separate(() -> rig.master.control().show(rig.admin, job, Visibility.PUBLIC));
        deliver();

        List<Got> told = receiver.taken();
        // Created, running, success, public.
        assertThat(told)
                .extracting(got -> got.header("X-Webhook-Event"))
                .containsExactly("JOB_CREATED", "JOB_UPDATED", "JOB_UPDATED", "JOB_UPDATED");
        assertThat(told).extracting(WebhookTest::uuid).doesNotHaveDuplicates();
        assertThat(told.get(0).body()).isEqualTo("JOB_CREATED of job %s for %s".formatted(job, QUERY));
        assertThat(told.get(0).request().getRequestLine()).isEqualTo("POST /hook?a=b HTTP/1.1");
        assertThat(told.get(0).header("Content-Type")).isEqualTo("application/json");
        deliver();
        assertThat(receiver.taken()).isEmpty();
    }

    @Test
    void onlyEventsThatAreWantedOfOnesOwnJobsAreTold() {
        webhook(WebhookEvent.JOB_CREATED);
        receiver.answers(200, 200);

        JobId mine = jobs.ended(new Outcome.Succeeded());
        rig.submit(rig.user("stranger"), new Submission(MasterRig.MANIFEST, "", List.of(), true, Visibility.PUBLIC));
        deliver();

        assertThat(receiver.taken())
                .extracting(Got::body)
                .containsExactly("JOB_CREATED of job %s for %s".formatted(mine, QUERY));
    }

    @Test
    void bodyAndNonceAreSignedWithTheKeyThatTheMasterGivesOut() throws GeneralSecurityException {
        webhook(WebhookEvent.JOB_CREATED);
        receiver.answers(200);
        rig.submit(rig.admin);

        deliver();

        Got got = receiver.taken().get(0);
        new Ed25519Verify(rig.master.webhookKey())
                .verify(
                        Base64.getDecoder().decode(got.header("X-Payload-Signature")),
                        (got.body() + got.header("X-Payload-Nonce")).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void queryIsRunForReadingAsItsOwnerAndAsNoAdministrator() {
        Set<Grant> grants = Set.of(Grant.of("JOBS:RW"), Grant.of("LOGS:RO"));
        create(new Caller(rig.admin.userId(), "admin", true, grants), WebhookEvent.JOB_CREATED);
        receiver.answers(200);
        rig.submit(rig.admin);

        deliver();

        Set<Grant> reading = Set.of(Grant.of("JOBS:RO"), Grant.of("LOGS:RO"));
        assertThat(subscribers).containsExactly(new Caller(rig.admin.userId(), "admin", false, reading));
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 503, 504})
    void receiverThatIsAwayIsToldAgainTheSame(int status) {
        webhook(WebhookEvent.JOB_CREATED);
        receiver.answers(status, 200);
        rig.submit(rig.admin);

        deliver();
        deliver();
        List<Got> first = receiver.taken();
        assertThat(first).hasSize(1);
        rig.clock.advance(Duration.ofSeconds(5));
        deliver();

        List<Got> second = receiver.taken();
        assertThat(second).hasSize(1);
        assertThat(second.get(0).body()).isEqualTo(first.get(0).body());
        assertThat(uuid(second.get(0))).isEqualTo(uuid(first.get(0)));
        assertThat(subscribers).as("times that the query was run").hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 301, 400, 404, 500})
    void anyOtherAnswerEndsADelivery(int status) {
        WebhookView webhook = webhook(WebhookEvent.JOB_CREATED);
        receiver.answers(status);
        rig.submit(rig.admin);

        deliver();
        rig.clock.advance(Duration.ofHours(1));
        deliver();

        assertThat(receiver.taken()).hasSize(1);
        assertThat(delivery(webhook).responseStatus()).isEqualTo(status);
    }

    @Test
    void receiverThatIsAwayForAMinuteIsToldInTheEnd() {
        receiver.close();
        webhook(WebhookEvent.JOB_CREATED);
        rig.submit(rig.admin);
        for (int seconds = 0; seconds < 60; seconds++) {
            deliver();
            rig.clock.advance(Duration.ofSeconds(1));
        }
        receiver.start();
        receiver.answers(200);

        rig.clock.advance(Duration.ofMinutes(2));
        deliver();

        assertThat(receiver.taken()).hasSize(1);
    }

    @Test
    void receiverThatStaysAwayIsTriedSixTimes() {
        receiver.answers(503, 503, 503, 503, 503, 503, 200);
        webhook(WebhookEvent.JOB_CREATED);
        rig.submit(rig.admin);

        for (int hour = 0; hour < 10; hour++) {
            deliver();
            rig.clock.advance(Duration.ofHours(1));
        }

        assertThat(receiver.taken()).hasSize(6);
    }

    @Test
    void deliveryThatAKilledMasterHeldIsMadeByAnother() {
        webhook(WebhookEvent.JOB_CREATED);
        rig.submit(rig.admin);
        take();
        receiver.answers(200);
        deliver();
        assertThat(receiver.taken()).isEmpty();

        rig.clock.advance(Duration.ofMinutes(3));
        deliver();

        assertThat(receiver.taken()).hasSize(1);
    }

    /** Two owners that have each of a master's two threads wait for their receivers, and have more to tell than that. */
    @Test
    void twoOwnersWithManyDeliveriesKeepNobodyElseWaiting() {
        Caller ann = rig.user("ann");
        Caller bob = rig.user("bob");
        Caller cid = rig.user("cid");
        for (Caller owner : List.of(ann, bob, cid)) {
            create(owner, WebhookEvent.JOB_CREATED);
        }
        for (int i = 0; i < 20; i++) {
            rig.submit(ann);
            rig.submit(bob);
        }
        rig.submit(cid);

        List<String> tried = new ArrayList<>();
        Deque<TakenDelivery> threads = new ArrayDeque<>();
        for (int i = 0; i < 8; i++) {
            TakenDelivery taken = take().orElseThrow();
            tried.add(taken.subscriber().name());
            threads.add(taken);
            if (threads.size() == 2) {
                TakenDelivery away = threads.remove();
                rig.transaction.separate(() -> rig.stores
                        .webhookDeliveries()
                        .tryAgain(away, null, rig.clock.instant().plusSeconds(5)));
            }
        }

        assertThat(tried).containsExactly("ann", "bob", "cid", "ann", "bob", "ann", "bob", "ann");
    }

    @Test
    void oneOwnersDeliveriesAreTriedOneAfterTheOther() {
        webhook(WebhookEvent.JOB_CREATED);
        rig.submit(rig.admin);
        rig.submit(rig.admin);

        assertThat(take()).isPresent();
        assertThat(take()).isEmpty();
    }

    private Optional<TakenDelivery> take() {
        return rig.within(() -> rig.stores
                .webhookDeliveries()
                .take(rig.clock.instant(), rig.clock.instant().plusSeconds(120), 1));
    }

    @Test
    void answerIsKeptWithItsHeaders() {
        WebhookView webhook = webhook(WebhookEvent.JOB_CREATED);
        enqueue("text/plain; charset=utf-8", "thank you €");
        rig.submit(rig.admin);

        deliver();

        WebhookDelivery delivery = delivery(webhook);
        assertThat(delivery.requestBody()).startsWith("JOB_CREATED of job");
        assertThat(delivery.responseStatus()).isEqualTo(200);
        assertThat(delivery.responseBody()).isEqualTo("thank you €");
        assertThat(delivery.responseHeaders().toLowerCase(Locale.ROOT)).contains("x-seen: yes\n");
    }

    @Test
    void longAnswerIsKeptUpToItsLimitAndOneThatIsNoTextNotAtAll() {
        WebhookView webhook = webhook(WebhookEvent.JOB_CREATED);
        enqueue("text/html", "€".repeat(100_000));
        rig.submit(rig.admin);
        deliver();
        assertThat(delivery(webhook).responseBody()).isEqualTo("€".repeat((64 << 10) / 3));

        enqueue("image/png", "x");
        rig.submit(rig.admin);
        deliver();

        assertThat(delivery(webhook).responseBody()).isNull();
        assertThat(delivery(webhook).responseStatus()).isEqualTo(200);
    }

    @Test
    void queryThatCannotBeRunIsGivenUpAndHoldsUpNobody() {
        AtomicInteger runs = new AtomicInteger();
        rig.master.writeWebhooksBy((subscriber, query, happened) -> {
            if (subscriber.username().equals("admin")) {
                runs.incrementAndGet();
                throw new IllegalStateException("a defect");
            }
            return "fine";
        });
        webhook(WebhookEvent.JOB_CREATED);
        Caller other = rig.user("other");
        create(other, WebhookEvent.JOB_CREATED);
        receiver.answers(200);
        rig.submit(rig.admin);
        rig.submit(other);

        deliver();
        assertThat(receiver.taken()).extracting(Got::body).containsExactly("fine");
        for (int hour = 0; hour < 10; hour++) {
            rig.clock.advance(Duration.ofHours(1));
            deliver();
        }

        assertThat(runs).hasValue(6);
    }

    @Test
    void webhooksOfWhoIsSuspendedWait() {
        Caller ann = rig.user("ann");
        create(ann, WebhookEvent.JOB_CREATED);
        rig.submit(ann);
        receiver.answers(200);
        rig.transaction.separate(() -> rig.master.administration().suspend(rig.admin, "ann", "Mining.", false));

        deliver();
        assertThat(receiver.taken()).isEmpty();
        rig.transaction.separate(() -> rig.master.administration().resume(rig.admin, "ann"));
        deliver();

        assertThat(receiver.taken()).hasSize(1);
    }

    @Test
    void nothingIsTriedBeforeSomebodyRunsTheQueries() {
        Master other = jobs.other(rig.transaction);
        webhook(WebhookEvent.JOB_CREATED);
        rig.submit(rig.admin);

        other.deliverWebhooks().all();

        assertThat(receiver.taken()).isEmpty();
    }

    @Test
    void webhookThatIsDeletedIsToldNothingMore() {
        WebhookView webhook = webhook(WebhookEvent.JOB_CREATED);
        receiver.answers(200);
        rig.submit(rig.admin);

        rig.within(() -> rig.master.webhooks().delete(rig.admin, webhook.id()));
        deliver();

        assertThat(receiver.taken()).isEmpty();
    }

    private void enqueue(String type, String body) {
        receiver.server()
                .enqueue(new MockResponse.Builder()
                        .addHeader("Content-Type", type)
                        .addHeader("X-Seen", "yes")
                        .body(body)
                        .build());
    }

    private void deliver() {
        rig.master.deliverWebhooks().all();
    }

    private static String uuid(Got got) {
        return got.header("X-Webhook-Delivery");
    }

    private WebhookView webhook(WebhookEvent... events) {
        return create(rig.admin, events);
    }

    private WebhookView create(Caller caller, WebhookEvent... events) {
        NewWebhook webhook = new NewWebhook(receiver.address(), List.of(events), QUERY);
        return rig.within(() -> rig.master.webhooks().create(caller, webhook));
    }

    /** The newest. */
    private WebhookDelivery delivery(WebhookView webhook) {
        return deliveries(webhook).get(0);
    }

    private List<WebhookDelivery> deliveries(WebhookView webhook) {
        return rig.within(() -> rig.master.webhooks().deliveries(rig.admin, Map.of(webhook.id(), 0L), 25))
                .getOrDefault(webhook.id(), new WebhookPart<>(List.of(), 0))
                .results();
    }
}
