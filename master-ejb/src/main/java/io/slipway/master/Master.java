// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import io.slipway.job.JobId;
import io.slipway.master.access.AccessTokens;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Users;
import io.slipway.master.account.Administration;
import io.slipway.master.account.OwnAccount;
import io.slipway.master.artifact.FindArtifact;
import io.slipway.master.artifact.ReceiveArtifact;
import io.slipway.master.cache.JobCaches;
import io.slipway.master.cache.OwnCaches;
import io.slipway.master.cache.SweepCaches;
import io.slipway.master.control.ControlJob;
import io.slipway.master.control.RestartJob;
import io.slipway.master.dispatch.Dispatch;
import io.slipway.master.dispatch.WorkOrders;
import io.slipway.master.enrol.Enrolments;
import io.slipway.master.event.ApplyEvents;
import io.slipway.master.event.AttemptEvents;
import io.slipway.master.event.EventLoop;
import io.slipway.master.event.ExecutionEvents;
import io.slipway.master.event.Heartbeats;
import io.slipway.master.event.LogEvents;
import io.slipway.master.event.Refusals;
import io.slipway.master.event.SshKeyEvents;
import io.slipway.master.group.JobGroups;
import io.slipway.master.identity.Identities;
import io.slipway.master.listing.ListJobs;
import io.slipway.master.log.JobWatch;
import io.slipway.master.log.LogFiles;
import io.slipway.master.message.Keyring;
import io.slipway.master.message.Messages;
import io.slipway.master.message.Outbox;
import io.slipway.master.operator.ControlExecution;
import io.slipway.master.operator.ExecutionQuery;
import io.slipway.master.query.JobQuery;
import io.slipway.master.query.LogQuery;
import io.slipway.master.query.OfferedImages;
import io.slipway.master.schedule.KeepSchedules;
import io.slipway.master.schedule.RunSchedules;
import io.slipway.master.seal.SealProof;
import io.slipway.master.secret.Secrets;
import io.slipway.master.settle.AutomaticRestart;
import io.slipway.master.settle.SettleJob;
import io.slipway.master.ssh.SubmitDoor;
import io.slipway.master.sshkey.SshKeys;
import io.slipway.master.store.Database;
import io.slipway.master.store.Stores;
import io.slipway.master.store.Transaction;
import io.slipway.master.submit.SubmitJob;
import io.slipway.master.sweep.AbandonReminder;
import io.slipway.master.sweep.LeaseReaper;
import io.slipway.master.sweep.LogReminder;
import io.slipway.master.testreport.TestQuery;
import io.slipway.master.trigger.Deliver;
import io.slipway.master.trigger.DeliveryQuery;
import io.slipway.master.waiting.WhyWaiting;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The master's object graph: made once, from settings and from what the program around it provides.
 *
 * <p>The use cases need a running transaction unless they say that they make their own. {@link #loops} go on by themselves, each on a
 * thread that the program gives it and interrupts at the end.
 */
public final class Master {
    private static final Duration SAFETY_NET = Duration.ofSeconds(5);

    private final AccountServices accounts;
    private final Confidential confidential;
    private final Secrets secrets;
    private final WaysIn waysIn;
    private final ControlJob control;
    private final RestartJob restart;
    private final ControlExecution controlExecution;
    private final ExecutionQuery executions;
    private final JobQuery jobs;
    private final ListJobs lists;
    private final WhyWaiting waiting;
    private final URI origin;
    private final LogQuery logs;
    private final OfferedImages images;
    private final Keeping keeping;
    private final Enrolments enrolments;
    private final Dispatch dispatch;
    private final ApplyEvents applyEvents;
    private final LeaseReaper reaper;
    private final AbandonReminder abandonReminder;
    private final LogReminder logReminder;
    private final Refusals refusals = new Refusals();
    private final JobWatch watch = new JobWatch();
    private final EventLoop eventLoop;
    private final Rounds dispatchRounds;
    private final Rounds sweepRounds;
    private final AutomaticRestart automatic;
    private final Telling telling;
    private final DeliveryQuery deliveries;
    private final JobGroups groups;

    public Master(MasterSettings settings, Database database, Transaction transaction, Messages messages, Clock clock) {
        Stores stores = Stores.of(database);
        SecureRandom random = new SecureRandom();
        Keyring keyring = new Keyring(stores.enrolments(), transaction, clock);
        Outbox outbox = new Outbox(messages, transaction, keyring);
        Duration lease = settings.dispatch().lease();
        Runnable queued = () -> transaction.afterCommit(this::wakeDispatch);

        confidential = Confidential.of(settings, stores, random, clock);
        jobs = new JobQuery(stores, lease, clock);
        lists = new ListJobs(stores);
        waiting = new WhyWaiting(jobs, stores, lease, clock);
        origin = settings.dispatch().origin();
        images = new OfferedImages(stores.runners(), lease, clock);
        LogFiles files = new LogFiles(settings.logs());
        logs = new LogQuery(stores, files, watch);
        keeping = Keeping.of(settings, stores, jobs, transaction, watch, clock);

        int attempts = settings.dispatch().attempts();
        automatic = new AutomaticRestart(stores, transaction, watch, this::wakeDispatch, lease, clock);
        telling = new Telling(settings.triggers(), stores, transaction, random, clock);
        SettleJob settle = new SettleJob(
                stores, transaction, watch, this::wakeDispatch, attempts, automatic, telling.fire(), clock);
        Administration.Effects effects = new Administration.Effects(this::cancel, queued);
        accounts = AccountServices.of(
                settings.access(), stores, confidential.tokens(), effects, transaction, random, clock);
        secrets = new Secrets(stores, accounts.users(), confidential.seal(), clock);
        waysIn = new WaysIn(
                settings,
                stores,
                accounts.users(),
                Keeping.limited(telling.submitParser(), settings),
                transaction,
                queued,
                clock);
        control = new ControlJob(jobs, stores, settle, waysIn.submit(), outbox, queued, clock);
        restart = new RestartJob(stores, transaction, watch, outbox, queued, lease, clock);
        deliveries = telling.query(jobs);
        groups = telling.groups(jobs, control, queued);
        executions = new ExecutionQuery(stores, lease, clock);
        controlExecution = new ControlExecution(executions, stores, control, restart, outbox, clock);
        WorkOrders orders = confidential.orders();
        dispatch =
                new Dispatch(stores, transaction, orders, settle, outbox, keyring, settings.dispatch(), random, clock);
        enrolments =
                Enrolments.of(stores, settings.dispatch(), messages.key(), settle, outbox, keyring, transaction, clock);

        Heartbeats heartbeats = new Heartbeats(stores, automatic, orders, outbox, keyring, refusals, lease, clock);
        LogEvents logEvents = new LogEvents(files, stores.logs(), outbox, settings.logs(), clock);
        AttemptEvents attemptEvents = new AttemptEvents(stores, logEvents, settle, refusals, transaction, watch, clock);
        applyEvents = new ApplyEvents(
                heartbeats,
                attemptEvents,
                new ExecutionEvents(stores.executions(), refusals),
                new SshKeyEvents(stores.sshKeys(), refusals, clock),
                transaction,
                database,
                this::wakeDispatch);
        eventLoop = new EventLoop(messages, keyring, applyEvents, clock);
        reaper = new LeaseReaper(stores.attempts(), settle, transaction, outbox, eventLoop::currentSince, lease, clock);
        abandonReminder = new AbandonReminder(stores.executions(), transaction, outbox, lease, clock);
        logReminder = new LogReminder(stores.logs(), settings.logs(), transaction, outbox, lease, clock);
        dispatchRounds = new Rounds("dispatch", SAFETY_NET, dispatch::handOver);
        sweepRounds = new Rounds(
                "sweep",
                SAFETY_NET,
                keyring::refresh,
                reaper::tick,
                automatic::tick,
                abandonReminder::tick,
                logReminder::tick,
                keeping.sweepCaches()::tick);
    }

    private void cancel(Caller caller, JobId job) {
        control.cancel(caller, job);
    }

    public Users users() {
        return accounts.users();
    }

    public AccessTokens tokens() {
        return accounts.tokens();
    }

    public SshKeys sshKeys() {
        return accounts.sshKeys();
    }

    public OwnAccount ownAccount() {
        return accounts.own();
    }

    public Administration administration() {
        return accounts.administration();
    }

    /** The way to submit by ssh. */
    public SubmitDoor submitDoor() {
        return waysIn.door();
    }

    public KeepSchedules schedules() {
        return waysIn.schedules();
    }

    public Identities identities() {
        return accounts.identities();
    }

    /** Whether the key of the secrets is the one of this database; to be asked before anything else. */
    public SealProof sealProof() {
        return confidential.proof();
    }

    public Secrets secrets() {
        return secrets;
    }

    public SubmitJob submit() {
        return waysIn.submit();
    }

    public ControlJob control() {
        return control;
    }

    public RestartJob restart() {
        return restart;
    }

    public ControlExecution controlExecution() {
        return controlExecution;
    }

    public ExecutionQuery executions() {
        return executions;
    }

    public JobQuery jobs() {
        return jobs;
    }

    public ListJobs lists() {
        return lists;
    }

    public WhyWaiting waiting() {
        return waiting;
    }

    /** The address of the console, without slash at the end. */
    public URI origin() {
        return origin;
    }

    public LogQuery logs() {
        return logs;
    }

    public OfferedImages images() {
        return images;
    }

    /** Makes its own transactions. */
    public ReceiveArtifact receiveArtifact() {
        return keeping.receiveArtifact();
    }

    public FindArtifact findArtifact() {
        return keeping.findArtifact();
    }

    public TestQuery tests() {
        return keeping.tests();
    }

    /** Those of whoever calls. */
    public OwnCaches caches() {
        return keeping.caches();
    }

    /** Those that a job's manifest names; makes its own transactions. */
    public JobCaches jobCaches() {
        return keeping.jobCaches();
    }

    public Enrolments enrolments() {
        return enrolments;
    }

    /** What goes on by itself, by the name that its thread is to have. */
    public Map<String, Runnable> loops() {
        Map<String, Runnable> loops = new HashMap<>(Map.of(
                "slipway-events", eventLoop,
                "slipway-dispatch", dispatchRounds,
                "slipway-sweep", sweepRounds,
                "slipway-schedule", new Rounds("schedule", SAFETY_NET, waysIn.runs()::tick),
                "slipway-watch", watch));
        loops.putAll(telling.loops());
        return loops;
    }

    public DeliveryQuery deliveries() {
        return deliveries;
    }

    public JobGroups groups() {
        return groups;
    }

    /** The 32 bytes of the public key that webhooks are signed with. */
    public byte[] webhookKey() {
        return telling.publicKey();
    }

    Deliver deliver() {
        return telling.deliver();
    }

    Dispatch dispatch() {
        return dispatch;
    }

    ApplyEvents applyEvents() {
        return applyEvents;
    }

    LogReminder logReminder() {
        return logReminder;
    }

    RunSchedules runSchedules() {
        return waysIn.runs();
    }

    LeaseReaper reaper() {
        return reaper;
    }

    SweepCaches sweepCaches() {
        return keeping.sweepCaches();
    }

    AbandonReminder abandonReminder() {
        return abandonReminder;
    }

    Refusals refusals() {
        return refusals;
    }

    private void wakeDispatch() {
        dispatchRounds.wake();
    }
}
