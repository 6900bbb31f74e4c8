// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.trigger;

import io.slipway.job.GroupId;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.master.store.AttemptRow;
import io.slipway.master.store.AttemptStore;
import io.slipway.master.store.DeliveryStore;
import io.slipway.master.store.DeliveryStore.Message;
import io.slipway.master.store.DeliveryStore.NewDelivery;
import io.slipway.master.store.GroupStore;
import io.slipway.master.store.JobRow;
import io.slipway.master.store.JobStore;
import io.slipway.master.store.Stores;
import io.slipway.master.store.TaskStore;
import io.slipway.master.store.Transaction;
import io.slipway.master.store.TriggerStore;
import io.slipway.trigger.Trigger;
import io.slipway.trigger.Trigger.EmailTrigger;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Makes deliveries of the ends of jobs and groups, in the transaction that ends them: what is rolled back is told to nobody, and what is
 * committed is told.
 *
 * <p>A job that is restarted ends again, and is told again, with new keys. A group ends with the last of its jobs; when one of these is
 * restarted, it ends once more with that.
 */
public final class FireTriggers {
    private final JobStore jobs;
    private final TaskStore tasks;
    private final AttemptStore attempts;
    private final TriggerStore triggers;
    private final GroupStore groups;
    private final DeliveryStore deliveries;
    private final Transaction transaction;
    private final Addresses addresses;
    private final Runnable due;
    private final Clock clock;

    /** @param due is told after the commit that there is something to deliver */
    public FireTriggers(Stores stores, Transaction transaction, URI origin, Runnable due, Clock clock) {
        this.jobs = stores.jobs();
        this.tasks = stores.tasks();
        this.attempts = stores.attempts();
        this.triggers = stores.triggers();
        this.groups = stores.groups();
        this.deliveries = stores.deliveries();
        this.transaction = transaction;
        this.addresses = new Addresses(origin);
        this.due = due;
        this.clock = clock;
    }

    /**
     * Takes that jobs have ended, which is written already. Locks their groups, so whoever ends more jobs in the same transaction has locked
     * all of them before.
     *
     * @param atRunner whether an attempt at each has ended with it
     */
    public void ended(Collection<JobId> ended, boolean atRunner) {
        if (ended.isEmpty()) {
            return;
        }
        List<NewDelivery> made = new ArrayList<>();
        triggers.of(ended).forEach((job, ofJob) -> made.addAll(ofJob(job, ofJob, atRunner)));
        groups.lockOf(ended).forEach(group -> made.addAll(ofGroup(group)));
        if (!made.isEmpty()) {
            deliveries.insert(made, clock.instant());
            transaction.afterCommit(due);
        }
    }

    private List<NewDelivery> ofJob(JobId id, List<Trigger> ofJob, boolean atRunner) {
        JobRow row = jobs.find(id).orElseThrow();
        EndedJob job =
                new EndedJob(row, tasks.of(List.of(id)).getOrDefault(id, List.of()), atRunner ? newest(row) : null);
        String body = new WebhookBody(addresses).of(job);
        return fired(
                ofJob,
                row.status(),
                body,
                () -> Letter.of(job, addresses),
                (trigger, message) -> new NewDelivery(
                        UUID.randomUUID(), id, null, row.ownerId(), row.status(), trigger.condition(), message));
    }

    private AttemptRow newest(JobRow job) {
        return attempts.of(job.id()).stream()
                .filter(attempt -> attempt.ref().number() == job.attempt())
                .findFirst()
                .orElse(null);
    }

    private List<NewDelivery> ofGroup(GroupId id) {
        List<JobRow> ofGroup = groups.jobs(id);
        if (!ofGroup.stream().allMatch(job -> job.status().isTerminal())) {
            return List.of();
        }
        Instant now = clock.instant();
        EndedGroup group = new EndedGroup(groups.find(id).orElseThrow(), ofGroup, now);
        JobStatus status = group.status();
        return fired(
                triggers.of(id),
                status,
                new WebhookBody(addresses).of(group),
                () -> Letter.of(group, addresses),
                (trigger, message) -> new NewDelivery(
                        UUID.randomUUID(), null, id, group.row().ownerId(), status, trigger.condition(), message));
    }

    /** What makes a delivery of a trigger that matches. */
    private interface Maker {
        NewDelivery of(Trigger trigger, Message message);
    }

    private static List<NewDelivery> fired(
            List<Trigger> all, JobStatus status, String body, Supplier<Letter> letter, Maker maker) {
        return all.stream()
                .filter(trigger -> trigger.condition().matches(status))
                .map(trigger -> maker.of(trigger, message(trigger, body, letter)))
                .toList();
    }

    private static Message message(Trigger trigger, String body, Supplier<Letter> letter) {
        if (trigger instanceof EmailTrigger email) {
            Letter told = letter.get();
            return new Message(email.action(), email.to(), email.cc(), email.inReplyTo(), told.subject(), told.text());
        }
        return new Message(trigger.action(), ((Trigger.WebhookTrigger) trigger).url(), "", "", "", body);
    }
}
