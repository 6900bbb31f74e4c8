// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.dispatch;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.Outcome;
import io.slipway.job.RunnerName;
import io.slipway.master.access.BearerSecret;
import io.slipway.master.dispatch.WorkOrders.HandOver;
import io.slipway.master.dispatch.WorkOrders.Made;
import io.slipway.master.message.Keyring;
import io.slipway.master.message.Outbox;
import io.slipway.master.settle.SettleJob;
import io.slipway.master.settle.SettleJob.Ending;
import io.slipway.master.store.AttemptStore;
import io.slipway.master.store.AttemptStore.NewAttempt;
import io.slipway.master.store.JobQueue;
import io.slipway.master.store.JobQueue.TakenJob;
import io.slipway.master.store.RunnerStore;
import io.slipway.master.store.RunnerStore.Credit;
import io.slipway.master.store.Stores;
import io.slipway.master.store.TaskStore;
import io.slipway.master.store.Transaction;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Hands waiting jobs to runners with free slots.
 *
 * <p>Safe with several masters: a runner's credit is counted under its row's lock, and a job is taken by one statement. A job that
 * was handed over stays {@code queued} until its runner says that it has begun.
 */
public final class Dispatch {
    private final RunnerStore runners;
    private final JobQueue queue;
    private final AttemptStore attempts;
    private final TaskStore tasks;
    private final Transaction transaction;
    private final WorkOrders orders;
    private final SettleJob settle;
    private final Outbox outbox;
    private final Keyring keyring;
    private final DispatchSettings settings;
    private final SecureRandom random;
    private final Clock clock;

    public Dispatch(
            Stores stores,
            Transaction transaction,
            WorkOrders orders,
            SettleJob settle,
            Outbox outbox,
            Keyring keyring,
            DispatchSettings settings,
            SecureRandom random,
            Clock clock) {
        this.runners = stores.runners();
        this.queue = stores.queue();
        this.attempts = stores.attempts();
        this.tasks = stores.tasks();
        this.transaction = transaction;
        this.orders = orders;
        this.settle = settle;
        this.outbox = outbox;
        this.keyring = keyring;
        this.settings = settings;
        this.random = random;
        this.clock = clock;
    }

    /** Hands over as long as there are both waiting jobs and free slots for them. */
    public void handOver() {
        boolean mayBeMore = true;
        while (mayBeMore) {
            Demand demand = transaction.separate(this::demand);
            int handedOver = spread(demand);
            boolean allOfThem = handedOver == demand.waiting && demand.waiting < demand.free();
            mayBeMore = handedOver > 0 && !allOfThem;
        }
    }

    private Demand demand() {
        List<Credit> credits = runners.credit(clock.instant().minus(settings.lease()));
        int free = Demand.free(credits);
        return new Demand(credits, free == 0 ? 0 : queue.waiting(free));
    }

    /** Spreads waiting jobs over the runners by their free slots; gives how many were handed over. */
    private int spread(Demand demand) {
        int handedOver = 0;
        for (Credit credit : demand.credits) {
            int share = demand.share(credit);
            if (share > 0) {
                keyring.expect(credit.runner(), credit.keyNumber());
                handedOver += transaction.separate(() -> handOver(credit.runner(), share));
            }
        }
        return handedOver;
    }

    private int handOver(RunnerName runner, int most) {
        int credit = Math.min(most, runners.lockCredit(runner));
        if (credit <= 0) {
            return 0;
        }
        Instant now = clock.instant();
        List<TakenJob> taken = queue.take(runner, credit);
        List<NewAttempt> handed = new ArrayList<>();
        List<HandOver> handOvers = new ArrayList<>();
        for (TakenJob job : taken) {
            BearerSecret token = BearerSecret.random(random);
            handed.add(new NewAttempt(job.attempt(), runner, token.text(), token.hash()));
            handOvers.add(new HandOver(job, token.text()));
        }
        Instant overdue = now.plus(settings.timeLimit()).plus(settings.overtime());
        beginAnew(taken);
        attempts.insert(handed, now, now.plus(settings.lease()), overdue);
        Made made = orders.of(handOvers);
        outbox.send(runner, made.orders());
        refuse(made.refused(), now);
        return taken.size();
    }

    /** Ends attempts that cannot have what their job needs, before their runner hears of them. */
    private void refuse(Map<AttemptRef, Outcome> refused, Instant now) {
        settle.settle(attempts.lock(refused.keySet()).stream()
                .map(attempt -> new Ending(attempt, refused.get(attempt.ref()), now))
                .toList());
    }

    /** Forgets what became of tasks in attempts that nothing goes on with. */
    private void beginAnew(List<TakenJob> taken) {
        List<JobId> anew = taken.stream()
                .filter(job -> job.attempt().number() > 1 && job.restart() == null)
                .map(job -> job.attempt().job())
                .toList();
        if (!anew.isEmpty()) {
            tasks.reset(anew);
        }
    }

    /**
     * What there is to hand over, and to whom.
     *
     * @param waiting jobs, counted up to the number of free slots
     */
    private record Demand(List<Credit> credits, int waiting) {
        static int free(List<Credit> credits) {
            return credits.stream().mapToInt(Credit::free).sum();
        }

        int free() {
            return free(credits);
        }

        /** Rounded up, so that no job is left over by rounding. */
        int share(Credit credit) {
            return (waiting * credit.free() + free() - 1) / free();
        }
    }
}
