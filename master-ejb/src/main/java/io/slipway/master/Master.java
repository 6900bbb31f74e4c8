// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import io.slipway.job.JobId;
import io.slipway.master.access.AccessTokens;
import io.slipway.master.access.Caller;
import io.slipway.master.access.RefusedCalls;
import io.slipway.master.access.Users;
import io.slipway.master.account.Administration;
import io.slipway.master.account.OwnAccount;
import io.slipway.master.artifact.FindArtifact;
import io.slipway.master.artifact.ReceiveArtifact;
import io.slipway.master.artifact.ReceiveObject;
import io.slipway.master.audit.AuditLog;
import io.slipway.master.cache.JobCaches;
import io.slipway.master.cache.OwnCaches;
import io.slipway.master.cache.SweepCaches;
import io.slipway.master.control.ControlJob;
import io.slipway.master.control.RestartJob;
import io.slipway.master.dispatch.Dispatch;
import io.slipway.master.dispatch.WorkOrders;
import io.slipway.master.enrol.Enrolments;
import io.slipway.master.enrol.RedisAcl;
import io.slipway.master.event.ApplyEvents;
import io.slipway.master.event.Refusals;
import io.slipway.master.graph.GraphReads;
import io.slipway.master.group.JobGroups;
import io.slipway.master.identity.Identities;
import io.slipway.master.keys.KeyCare;
import io.slipway.master.listing.ListJobs;
import io.slipway.master.log.JobWatch;
import io.slipway.master.login.Doors;
import io.slipway.master.message.Messages;
import io.slipway.master.object.ObjectStore;
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
import io.slipway.master.webhook.DeliverWebhooks;
import io.slipway.master.webhook.KeepWebhooks;
import io.slipway.master.webhook.PayloadWriter;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The master's object graph: made once, from settings and from what the program around it provides.
 *
 * <p>The use cases need a running transaction unless they say that they make their own. {@link #loops} go on by themselves, each on a
 * thread that the program gives it and interrupts at the end.
 */
public final class Master {
    private static final Duration SAFETY_NET = Duration.ofSeconds(5);

    private final Means means;
    private final Reading reading;
    private final Confidential confidential;
    private final Keeping keeping;
    private final KeyCare keys;
    private final Telling telling;
    private final AccountServices accounts;
    private final Secrets secrets;
    private final WaysIn waysIn;
    private final ControlJob control;
    private final RestartJob restart;
    private final DeliveryQuery deliveries;
    private final JobGroups groups;
    private final ControlExecution controlExecution;
    private final GraphReads graph;
    private final Dispatch dispatch;
    private final Enrolments enrolments;
    private final Listening listening;
    private final Rounds dispatchRounds;
    private final Rounds sweepRounds;

    public Master(MasterSettings settings, Database database, Transaction transaction, Messages messages, Clock clock) {
        means = Means.of(settings, database, transaction, messages, clock);
        Stores stores = means.stores();
        JobWatch watch = means.watch();
        Duration lease = means.lease();
        Runnable queued = () -> transaction.afterCommit(this::wakeDispatch);

        reading = Reading.of(means);
        JobQuery jobs = reading.jobs();
        confidential = Confidential.of(settings, stores, means.random(), clock);
        WorkOrders orders = confidential.orders();
        keeping = Keeping.of(settings, stores, jobs, transaction, watch, means.refused(), clock);
        graph = GraphReads.of(
                stores, keeping.artifacts(), reading.files(), means.audit().seen(), settings.instance());
        telling = new Telling(settings.triggers(), stores, transaction, means.random(), clock);

        AutomaticRestart automatic = new AutomaticRestart(stores, transaction, watch, this::wakeDispatch, lease, clock);
        int attempts = settings.dispatch().attempts();
        SettleJob settle = new SettleJob(
                stores, transaction, watch, this::wakeDispatch, attempts, automatic, telling.fire(), clock);
        keys = confidential.keyCare(means);
        accounts = AccountServices.of(means, confidential, new Administration.Effects(this::cancel, queued));
        secrets = new Secrets(stores, accounts.users(), confidential.seal(), clock);
        waysIn = new WaysIn(means, accounts, Keeping.limited(telling.submitParser(), settings), queued);
        control = new ControlJob(jobs, stores, settle, waysIn.submit(), means.outbox(), queued, clock);
        restart = new RestartJob(stores, transaction, watch, means.outbox(), queued, lease, clock);
        deliveries = telling.query(jobs);
        groups = telling.groups(jobs, control, queued);
        controlExecution = new ControlExecution(reading.executions(), stores, control, restart, means.outbox(), clock);

        dispatch = means.dispatch(orders, settle);
        enrolments = Enrolments.of(
                stores,
                settings.dispatch(),
                messages::key,
                new RedisAcl(settings.redis(), settings.redisAcl(), means.logins()),
                settle,
                means.outbox(),
                means.keyring(),
                means.refused(),
                transaction,
                clock);
        listening = Listening.of(
                means,
                reading.files(),
                new Listening.Consequences(settle, automatic, orders, keys.runners(), this::wakeDispatch));
        dispatchRounds = new Rounds("dispatch", SAFETY_NET, dispatch::handOver);
        sweepRounds = Sweeping.rounds(
                means, listening, keeping, automatic::tick, accounts.doors().tries()::sweep);
    }

    private void cancel(Caller caller, JobId job) {
        control.cancel(caller, job);
    }

    public Users users() {
        return accounts.users();
    }

    /** Make their own transactions. */
    public Doors doors() {
        return accounts.doors();
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

    /** What administrators do about keys. */
    public KeyCare keys() {
        return keys;
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
        return reading.executions();
    }

    public JobQuery jobs() {
        return reading.jobs();
    }

    public ListJobs lists() {
        return reading.lists();
    }

    public WhyWaiting waiting() {
        return reading.waiting();
    }

    /** What was refused to who has what a runner was given. */
    public RefusedCalls refusedCalls() {
        return means.refused();
    }

    /** The address of the console, without slash at the end. */
    public URI origin() {
        return means.settings().dispatch().origin();
    }

    public LogQuery logs() {
        return reading.logs();
    }

    public OfferedImages images() {
        return reading.images();
    }

    /** Makes its own transactions. */
    public ReceiveArtifact receiveArtifact() {
        return keeping.receiveArtifact();
    }

    /** Where there is an object store; makes its own transactions. */
    public Optional<ReceiveObject> receiveObject() {
        return keeping.receiveObject();
    }

    /** Makes its own transaction. */
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

    public GraphReads graph() {
        return graph;
    }

    /** What goes on by itself, by the name that its thread is to have. */
    public Map<String, Runnable> loops() {
        Map<String, Runnable> loops = new HashMap<>(Map.of(
                "slipway-events",
                listening.loop(),
                "slipway-dispatch",
                dispatchRounds,
                "slipway-sweep",
                sweepRounds,
                "slipway-schedule",
                new Rounds("schedule", SAFETY_NET, waysIn.runs()::tick),
                "slipway-watch",
                means.watch()));
        loops.putAll(telling.loops());
        loops.put("slipway-logins", new Rounds("runner logins", SAFETY_NET, means.logins()::tick));
        loops.putAll(Sweeping.ofKeys(keys));
        loops.put("slipway-artifacts", keeping.artifactRounds());
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

    public KeepWebhooks webhooks() {
        return telling.announcing().keep();
    }

    /** Says who runs the queries of webhooks; before that none is told anything. */
    public void writeWebhooksBy(PayloadWriter payloads) {
        deliverWebhooks().writeBy(payloads);
    }

    DeliverWebhooks deliverWebhooks() {
        return telling.announcing().deliver();
    }

    Deliver deliver() {
        return telling.deliver();
    }

    Dispatch dispatch() {
        return dispatch;
    }

    ApplyEvents applyEvents() {
        return listening.applyEvents();
    }

    LogReminder logReminder() {
        return listening.logReminder();
    }

    RunSchedules runSchedules() {
        return waysIn.runs();
    }

    LeaseReaper reaper() {
        return listening.reaper();
    }

    SweepCaches sweepCaches() {
        return keeping.sweepCaches();
    }

    Rounds artifactRounds() {
        return keeping.artifactRounds();
    }

    Listening listening() {
        return listening;
    }

    AbandonReminder abandonReminder() {
        return listening.abandonReminder();
    }

    Refusals refusals() {
        return listening.refusals();
    }

    public AuditLog audit() {
        return means.audit();
    }

    /** Lets go of what it holds open; after its loops have ended. */
    public void close() {
        keeping.objects().ifPresent(ObjectStore::close);
        telling.close();
    }

    private void wakeDispatch() {
        dispatchRounds.wake();
    }
}
