// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static io.slipway.master.TriggerRig.FAILED;
import static io.slipway.master.TriggerRig.webhook;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.master.FakeReceiver.Got;
import io.slipway.master.access.Caller;
import io.slipway.master.store.DeliveryStore.LastAnswer;
import io.slipway.master.store.DeliveryStore.TakenDelivery;
import io.slipway.master.store.Transaction;
import io.slipway.master.trigger.DeliveryView;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No delivery is lost: receivers that are away, masters that are killed, several at once. */
class DeliveryTest {
    private TriggerRig rig;
    private FakeReceiver receiver;

    @BeforeEach
    void start() {
        rig = new TriggerRig();
        receiver = new FakeReceiver();
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    @Test
    void receiverThatWasAwayForAMinuteIsToldWhenItIsBack() {
        JobId job = rig.ended(FAILED, webhook("always", receiver.address()));
        Instant ended = rig.rig.clock.instant();
        while (rig.rig.clock.instant().isBefore(ended.plusSeconds(60))) {
            rig.deliver();
            assertThat(rig.delivery(job).state()).isEqualTo("pending");
            assertThat(rig.delivery(job).answer()).contains("ConnectException");
            rig.rig.clock.advance(Duration.ofSeconds(1));
        }
        int tries = rig.delivery(job).tries();

        receiver.start();
        receiver.answers(200);
        rig.rig.clock.advance(Duration.ofMinutes(2));
        rig.deliver();

        assertThat(tries).isBetween(3, 6);
        assertThat(rig.delivery(job).state()).isEqualTo("sent");
        assertThat(rig.delivery(job).tries()).isEqualTo(tries + 1);
        assertThat(receiver.taken())
                .extracting(Got::key)
                .containsExactly(rig.delivery(job).key());
        assertThat(rig.rig.status(job)).isEqualTo(JobStatus.FAILED);
    }

    /** By the loops of a master as it runs, and by the clock on the wall. */
    @Test
    void loopsOfTheMasterDeliverWithoutBeingAsked() throws InterruptedException {
        TriggerRig fast = new TriggerRig(Map.of("delivery.retry", "1s"));
        fast.rig.clock.run();
        List<Thread> loops = new ArrayList<>();
        fast.rig.master.loops().forEach((name, loop) -> {
            if (name.startsWith("slipway-deliver")) {
                loops.add(new Thread(loop, name));
            }
        });
        loops.forEach(Thread::start);
        try {
            JobId job = fast.ended(FAILED, webhook("always", receiver.address()));
            Awaitility.await().until(() -> fast.delivery(job).tries() > 0);

            receiver.start();
            receiver.answers(200);

            Awaitility.await()
                    .atMost(15, TimeUnit.SECONDS)
                    .until(() -> fast.delivery(job).state().equals("sent"));
            assertThat(receiver.taken()).hasSize(1);
        } finally {
            loops.forEach(Thread::interrupt);
            for (Thread loop : loops) {
                loop.join();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
    void answerThatMayChangeIsAskedForAgainWithTheSameKeyAndBody(int status) {
        receiver.start();
        receiver.answers(status, 202);
        JobId job = rig.ended(FAILED, webhook("always", receiver.address()));
        rig.deliver();
        DeliveryView first = rig.delivery(job);

        rig.rig.clock.advance(Duration.between(rig.rig.clock.instant(), first.next()));
        rig.deliver();

        assertThat(first.state()).isEqualTo("pending");
        assertThat(first.answerStatus()).isEqualTo(status);
        assertThat(first.answer()).isEqualTo("answer " + status);
        assertThat(first.next())
                .isBetween(first.created().plusMillis(3_700), first.created().plusMillis(6_300));
        assertThat(rig.delivery(job).state()).isEqualTo("sent");
        assertThat(rig.delivery(job).answerStatus()).isEqualTo(202);
        List<Got> got = receiver.taken();
        assertThat(got).extracting(Got::key).containsExactly(first.key(), first.key());
        assertThat(got.get(1).body()).isEqualTo(got.get(0).body());
        assertThat(got.get(1).header("X-Payload-Nonce")).isNotEqualTo(got.get(0).header("X-Payload-Nonce"));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 400, 401, 404, 410, 422})
    void answerForGoodIsTheLast(int status) {
        receiver.start();
        receiver.server()
                .enqueue(new MockResponse.Builder()
                        .code(status)
                        .addHeader("Location", receiver.address())
                        .body("no")
                        .build());
        JobId job = rig.ended(FAILED, webhook("always", receiver.address()));

        rig.deliver();
        rig.rig.clock.advance(Duration.ofHours(3));
        rig.deliver();

        assertThat(rig.delivery(job).state()).isEqualTo("given-up");
        assertThat(rig.delivery(job).tries()).isEqualTo(1);
        assertThat(rig.delivery(job).next()).isNull();
        assertThat(receiver.taken()).hasSize(1);
        assertThat(rig.rig.status(job)).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void receiverThatNeverComesIsTriedForHoursAndThenGivenUp() {
        JobId job = rig.ended(FAILED, webhook("always", receiver.address()));
        Duration longest = Duration.ZERO;
        while (rig.delivery(job).state().equals("pending")) {
            Duration wait =
                    Duration.between(rig.rig.clock.instant(), rig.delivery(job).next());
            longest = longest.compareTo(wait) > 0 ? longest : wait;
            rig.rig.clock.advance(wait);
            rig.deliver();
        }

        DeliveryView delivery = rig.delivery(job);
        assertThat(delivery.state()).isEqualTo("given-up");
        assertThat(Duration.between(delivery.created(), delivery.ended()))
                .isBetween(Duration.ofHours(5), Duration.ofHours(6));
        assertThat(delivery.tries()).isBetween(15, 30);
        assertThat(longest).isLessThanOrEqualTo(Duration.ofMinutes(38));
        assertThat(rig.rig.status(job)).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void masterThatIsKilledBetweenSendingAndNotingSendsAgainWithTheSameKey() {
        receiver.start();
        receiver.answers(200, 200);
        JobId job = rig.ended(FAILED, webhook("always", receiver.address()));

        assertThatThrownBy(() ->
                        rig.other(new Killed(rig.rig.transaction)).deliver().all())
                .isInstanceOf(KilledError.class);
        rig.deliver();
        assertThat(receiver.taken()).as("its lease holds yet").hasSize(1);
        rig.rig.clock.advance(Duration.ofMinutes(2).plusSeconds(1));
        rig.deliver();

        assertThat(receiver.taken())
                .extracting(Got::key)
                .containsExactly(rig.delivery(job).key());
        assertThat(rig.delivery(job).state()).isEqualTo("sent");
        assertThat(rig.delivery(job).tries()).isEqualTo(2);
    }

    /** Lives through one transaction and dies in the next. */
    private record Killed(TestTransaction transaction, AtomicInteger lived) implements Transaction {
        Killed(TestTransaction transaction) {
            this(transaction, new AtomicInteger());
        }

        @Override
        public <T> T separate(Supplier<T> work) {
            if (lived.incrementAndGet() > 1) {
                throw new KilledError();
            }
            return transaction.separate(work);
        }

        @Override
        public void afterCommit(Runnable action) {
            transaction.afterCommit(action);
        }
    }

    private static final class KilledError extends Error {}

    @Test
    void tryThatComesTooLateMarksNothingButSuccess() {
        JobId job = rig.ended(FAILED, webhook("always", receiver.address()));
        Instant now = rig.rig.clock.instant();
        TakenDelivery slow = take(now, now.plusSeconds(10)).orElseThrow();
        TakenDelivery quick = take(now.plusSeconds(11), now.plusSeconds(21)).orElseThrow();
        assertThat(quick.uuid()).isEqualTo(slow.uuid());

        LastAnswer answer = new LastAnswer(500, "no");
        assertThat(rig.rig.within(() -> rig.rig.stores.deliveries().giveUp(slow, answer, now)))
                .isFalse();
        assertThat(rig.rig.within(() -> rig.rig.stores.deliveries().tryAgain(slow, answer, "", now)))
                .isFalse();
        assertThat(rig.rig.within(() -> rig.rig.stores.deliveries().sent(slow.uuid(), answer, now)))
                .isTrue();
        assertThat(rig.rig.within(() -> rig.rig.stores.deliveries().giveUp(quick, answer, now)))
                .isFalse();
        assertThat(rig.delivery(job).state()).isEqualTo("sent");
    }

    @Test
    void twoMastersAtOnceSendEachDeliveryOnce() throws Exception {
        receiver.start();
        List<String> triggers = IntStream.range(0, 8)
                .mapToObj(n -> webhook("always", receiver.address()))
                .toList();
        for (int n = 0; n < 5; n++) {
            receiver.answers(200, 200, 200, 200, 200, 200, 200, 200);
            rig.ended(FAILED, triggers.toArray(String[]::new));
        }
        List<Master> masters = List.of(rig.rig.master, rig.other(rig.rig.transaction));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> loops = new ArrayList<>();

        for (int n = 0; n < 4; n++) {
            Master master = masters.get(n % 2);
            loops.add(threads.submit(() -> master.deliver().all()));
        }
        for (Future<?> loop : loops) {
            loop.get(30, TimeUnit.SECONDS);
        }
        threads.shutdown();

        List<Got> got = receiver.taken();
        assertThat(got).hasSize(40);
        assertThat(got).extracting(Got::key).doesNotHaveDuplicates();
    }

    @Test
    void oneOwnersDeliveriesLeaveRoomForThoseOfOthers() {
        Caller ann = rig.rig.user("ann");
        String trigger = webhook("always", receiver.address());
        rig.end(rig.submit(rig.rig.admin, true, "", List.of(), trigger, trigger, trigger), FAILED);
        JobId other = rig.submit(ann, true, "", List.of(), trigger);
        rig.end(other, FAILED);
        Instant now = rig.rig.clock.instant();

        List<String> taken = new ArrayList<>();
        Optional<TakenDelivery> next = take(now, now.plusSeconds(60));
        while (next.isPresent()) {
            taken.add(next.get().uuid().toString());
            next = take(now, now.plusSeconds(60));
        }

        assertThat(taken).hasSize(3).contains(rig.delivery(other).key());
    }

    /** Two owners that have each of a master's four threads wait for their receivers, and have more to tell than that. */
    @Test
    void twoOwnersWithManyDeliveriesKeepNobodyElseWaiting() {
        for (String owner : List.of("ann", "bob", "cid")) {
            String[] triggers = IntStream.range(0, owner.equals("cid") ? 1 : 8)
                    .mapToObj(n -> webhook("always", "http://%s.example/%d".formatted(owner, n)))
                    .toArray(String[]::new);
            rig.end(rig.submit(rig.rig.user(owner), true, "", List.of(), triggers), FAILED);
        }
        Instant now = rig.rig.clock.instant();

        List<String> tried = new ArrayList<>();
        Deque<TakenDelivery> threads = new ArrayDeque<>();
        for (int i = 0; i < 9; i++) {
            TakenDelivery taken = take(now, now.plusSeconds(60)).orElseThrow();
            tried.add(URI.create(taken.message().target()).getHost().substring(0, 3));
            threads.add(taken);
            if (threads.size() == 4) {
                TakenDelivery away = threads.remove();
                rig.rig.within(() -> rig.rig
                        .stores
                        .deliveries()
                        .tryAgain(away, new LastAnswer(null, "away"), "", now.plusSeconds(5)));
            }
        }

        assertThat(tried).containsExactly("ann", "bob", "cid", "ann", "bob", "ann", "bob", "ann", "bob");
    }

    @Test
    void mastersThatTakeAtOnceKeepToTheLimitOfOneOwner() throws Exception {
        String trigger = webhook("always", receiver.address());
        rig.end(rig.submit(rig.rig.admin, true, "", List.of(), trigger, trigger, trigger, trigger, trigger), FAILED);
        Instant now = rig.rig.clock.instant();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        CyclicBarrier together = new CyclicBarrier(8);

        List<Future<Optional<TakenDelivery>>> taking = new ArrayList<>();
        for (int n = 0; n < 8; n++) {
            taking.add(threads.submit(() -> {
                together.await();
                return take(now, now.plusSeconds(60));
            }));
        }
        int taken = 0;
        for (Future<Optional<TakenDelivery>> one : taking) {
            taken += one.get(30, TimeUnit.SECONDS).isPresent() ? 1 : 0;
        }
        threads.shutdown();

        assertThat(taken).isEqualTo(2);
    }

    private Optional<TakenDelivery> take(Instant now, Instant until) {
        return rig.rig.within(() -> rig.rig.stores.deliveries().take(now, until, 2));
    }
}
