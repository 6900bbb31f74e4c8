// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import io.slipway.master.dispatch.WorkOrders;
import io.slipway.master.event.ApplyEvents;
import io.slipway.master.event.AttemptEvents;
import io.slipway.master.event.EventLoop;
import io.slipway.master.event.ExecutionEvents;
import io.slipway.master.event.Heartbeats;
import io.slipway.master.event.KeyEvents;
import io.slipway.master.event.LogEvents;
import io.slipway.master.event.Refusals;
import io.slipway.master.event.SshKeyEvents;
import io.slipway.master.keys.RenewRunnerKeys;
import io.slipway.master.log.LogFiles;
import io.slipway.master.message.Outbox;
import io.slipway.master.settle.AutomaticRestart;
import io.slipway.master.settle.SettleJob;
import io.slipway.master.store.Stores;
import io.slipway.master.store.Transaction;
import io.slipway.master.sweep.AbandonReminder;
import io.slipway.master.sweep.LeaseReaper;
import io.slipway.master.sweep.LogReminder;
import io.slipway.master.sweep.WithdrawSecrets;
import java.time.Clock;
import java.time.Duration;

/**
 * The part of the object graph that hears what runners say, and goes after those that say nothing.
 *
 * @param loop takes the events of all runners as they come
 */
record Listening(
        Refusals refusals,
        ApplyEvents applyEvents,
        EventLoop loop,
        LeaseReaper reaper,
        AbandonReminder abandonReminder,
        LogReminder logReminder,
        WithdrawSecrets withdrawSecrets) {

    /** What becomes of that which runners say. */
    record Consequences(
            SettleJob settle,
            AutomaticRestart automatic,
            WorkOrders orders,
            RenewRunnerKeys renewal,
            Runnable wakeDispatch) {}

    static Listening of(Means means, LogFiles files, Consequences then) {
        Refusals refusals = new Refusals();
        ApplyEvents apply = applyEvents(means, files, then, refusals);
        EventLoop loop = new EventLoop(means.messages(), means.keyring(), apply, means.clock());
        Stores stores = means.stores();
        Transaction transaction = means.transaction();
        Outbox outbox = means.outbox();
        Duration lease = means.lease();
        Clock clock = means.clock();
        return new Listening(
                refusals,
                apply,
                loop,
                new LeaseReaper(
                        stores.attempts(), then.settle(), transaction, outbox, loop::currentSince, lease, clock),
                new AbandonReminder(stores.executions(), transaction, outbox, lease, clock),
                new LogReminder(stores.logs(), means.settings().logs(), transaction, outbox, lease, clock),
                new WithdrawSecrets(stores.withdrawn(), transaction, outbox, lease, clock));
    }

    private static ApplyEvents applyEvents(Means means, LogFiles files, Consequences then, Refusals refusals) {
        Stores stores = means.stores();
        Clock clock = means.clock();
        LogEvents logs = new LogEvents(
                files, stores.logs(), means.outbox(), means.settings().logs(), means.transaction(), clock);
        return new ApplyEvents(
                new Heartbeats(
                        stores,
                        then.automatic(),
                        then.orders(),
                        means.outbox(),
                        means.keyring(),
                        refusals,
                        means.lease(),
                        clock),
                new AttemptEvents(stores, logs, then.settle(), refusals, means.transaction(), means.watch(), clock),
                new ExecutionEvents(stores.executions(), refusals),
                new SshKeyEvents(stores.sshKeys(), refusals, clock),
                new KeyEvents(then.renewal(), refusals),
                means.transaction(),
                means.database(),
                then.wakeDispatch());
    }
}
