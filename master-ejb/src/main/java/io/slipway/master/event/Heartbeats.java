// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.event;

import io.slipway.error.Problem;
import io.slipway.job.AttemptRef;
import io.slipway.job.RunnerName;
import io.slipway.master.dispatch.WorkOrders;
import io.slipway.master.dispatch.WorkOrders.HandOver;
import io.slipway.master.message.Keyring;
import io.slipway.master.message.Outbox;
import io.slipway.master.settle.AutomaticRestart;
import io.slipway.master.store.AttemptRow;
import io.slipway.master.store.AttemptStore;
import io.slipway.master.store.AttemptStore.MissedOrder;
import io.slipway.master.store.CheckpointStore;
import io.slipway.master.store.RunnerStore;
import io.slipway.master.store.StandbyStore;
import io.slipway.master.store.Stores;
import io.slipway.message.RunnerEvent.OwnWord;
import io.slipway.message.RunnerEvent.RunnerAlive;
import io.slipway.message.RunnerEvent.RunnerLeft;
import io.slipway.message.RunnerMessage;
import io.slipway.message.RunnerMessage.CancelAttempt;
import io.slipway.message.RunnerMessage.EndStandby;
import io.slipway.message.WorkOrder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;

/**
 * What heartbeats do: a runner is there, its attempts go on, and master and runner come to agree about which those are.
 *
 * <p>An attempt that the runner holds and that is over here, or to be cancelled, is cancelled there (again). An order that the
 * runner does not hold after two heartbeats was lost and is sent again, at most twice; after that its lease is left to end.
 */
public final class Heartbeats {
    private static final int MISSED_BEFORE_RESENDING = 2;
    private static final int RESENT_AT_MOST = 2;

    private final RunnerStore runners;
    private final AttemptStore attempts;
    private final CheckpointStore checkpoints;
    private final StandbyStore standby;
    private final AutomaticRestart automatic;
    private final WorkOrders orders;
    private final Outbox outbox;
    private final Keyring keyring;
    private final Refusals refusals;
    private final Duration lease;
    private final Clock clock;

    public Heartbeats(
            Stores stores,
            AutomaticRestart automatic,
            WorkOrders orders,
            Outbox outbox,
            Keyring keyring,
            Refusals refusals,
            Duration lease,
            Clock clock) {
        this.runners = stores.runners();
        this.attempts = stores.attempts();
        this.checkpoints = stores.checkpoints();
        this.standby = stores.standby();
        this.automatic = automatic;
        this.orders = orders;
        this.outbox = outbox;
        this.keyring = keyring;
        this.refusals = refusals;
        this.lease = lease;
        this.clock = clock;
    }

    /** Applies the newest word of each runner, unless it has said something later before. */
    void apply(List<OwnWord> words) {
        TreeMap<String, OwnWord> newest = new TreeMap<>();
        words.forEach(word ->
                newest.merge(word.runner().value(), word, BinaryOperator.maxBy(Comparator.comparing(OwnWord::beat))));
        for (OwnWord word : newest.values()) {
            if (word instanceof RunnerAlive alive) {
                alive(alive);
            } else if (word instanceof RunnerLeft left && !runners.left(left)) {
                refusals.passOver(left, "the runner has said something later");
            }
        }
    }

    private void alive(RunnerAlive alive) {
        Instant now = clock.instant();
        OptionalLong keys = runners.heard(alive, now);
        if (keys.isEmpty()) {
            if (runners.isEnrolled(alive.runner())) {
                refusals.passOver(alive, "the runner has said something later");
            } else {
                refusals.refuse(alive, Problem.SENDER_UNKNOWN, "it is not enrolled, or was revoked");
            }
            return;
        }
        keyring.expect(alive.runner(), keys.getAsLong());
        automatic.offer(checkpoints.held(alive.runner(), alive.checkpoints(), stranger(alive, "a checkpoint")));
        standby.standing(alive.runner(), alive.standing(), stranger(alive, "a guest that stands by"));
        if (!alive.standing().isEmpty()) {
            standby.leftBehind(alive.runner())
                    .forEach(attempt -> outbox.send(
                            alive.runner(), new EndStandby(attempt, "the job has gone on in another guest")));
        }
        List<AttemptRow> renewed = attempts.renew(alive.runner(), alive.running(), now.plus(lease));
        List<AttemptRef> over = new ArrayList<>(alive.running());
        renewed.forEach(attempt -> over.remove(attempt.ref()));
        over.forEach(attempt -> cancel(alive.runner(), attempt, "The attempt is over."));
        renewed.stream()
                .filter(AttemptRow::cancelRequested)
                .forEach(attempt -> cancel(alive.runner(), attempt.ref(), "The job was cancelled."));
        List<MissedOrder> lost = attempts.miss(alive.runner(), alive.running()).stream()
                .filter(Heartbeats::isToBeSentAgain)
                .toList();
        sendAgain(alive.runner(), lost, now);
    }

    /** A runner that keeps something of an attempt which it was never given would get the job next, with its secrets. */
    private Consumer<AttemptRef> stranger(RunnerAlive alive, String kept) {
        return attempt -> refusals.refuse(
                alive,
                attempt,
                Problem.ATTEMPT_OTHER,
                "it says to have %s of an attempt that was never its".formatted(kept));
    }

    private static boolean isToBeSentAgain(MissedOrder order) {
        return order.uploadToken() != null
                && order.missed() % MISSED_BEFORE_RESENDING == 0
                && order.missed() <= MISSED_BEFORE_RESENDING * RESENT_AT_MOST;
    }

    /** One that cannot have its secrets any more is left to its lease: the next hand-over finds that out and ends the job. */
    private void sendAgain(RunnerName runner, List<MissedOrder> lost, Instant now) {
        List<RunnerMessage> again = orders.of(lost.stream()
                        .map(order -> new HandOver(order.job(), order.uploadToken()))
                        .toList())
                .orders();
        again.forEach(order -> extend(order, now));
        outbox.send(runner, again);
    }

    private void extend(RunnerMessage message, Instant now) {
        if (message instanceof WorkOrder order) {
            attempts.extend(order.attempt(), now.plus(lease));
        }
    }

    private void cancel(RunnerName runner, AttemptRef attempt, String reason) {
        outbox.send(runner, new CancelAttempt(attempt, reason));
    }
}
