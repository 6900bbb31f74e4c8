// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static io.slipway.master.TriggerRig.FAILED;
import static io.slipway.master.TriggerRig.webhook;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.job.GroupId;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.control.RestartRequest;
import io.slipway.master.control.RestartRequest.From;
import io.slipway.master.group.GroupView;
import io.slipway.master.group.GroupView.GroupedJob;
import io.slipway.master.group.NewGroup;
import io.slipway.master.trigger.DeliveryView;
import io.slipway.message.WorkOrder;
import io.slipway.trigger.Trigger;
import io.slipway.trigger.Trigger.EmailTrigger;
import io.slipway.trigger.Trigger.WebhookTrigger;
import io.slipway.trigger.TriggerCondition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupTest {
    private TriggerRig rig;
    private Caller ann;
    private FakeReceiver receiver;

    @BeforeEach
    void start() {
        rig = new TriggerRig();
        ann = rig.rig.user("ann");
        receiver = FakeReceiver.up();
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    private JobId pending(String... tags) {
        return rig.submit(ann, false, "", List.of(tags));
    }

    private Trigger hook(TriggerCondition condition) {
        return new WebhookTrigger(condition, receiver.address());
    }

    private GroupView create(boolean execute, List<JobId> jobs, Trigger... triggers) {
        return create(ann, new NewGroup(jobs, List.of(triggers), "A note.", execute));
    }

    private GroupView create(Caller caller, NewGroup group) {
        return rig.rig.within(() -> rig.rig.master.groups().create(caller, group));
    }

    private GroupView find(GroupId group) {
        return rig.rig.within(() -> rig.rig.master.groups().find(ann, group));
    }

    private GroupView startGroup(GroupId group) {
        return rig.rig.within(() -> rig.rig.master.groups().start(ann, group));
    }

    private GroupView cancelGroup(GroupId group) {
        return rig.rig.within(() -> rig.rig.master.groups().cancel(ann, group));
    }

    private void restart(JobId job) {
        rig.rig.transaction.separate(
                () -> rig.rig.master.restart().restart(ann, job, new RestartRequest(From.START, "")));
    }

    @Test
    void groupIsMadeOfPendingJobsAndStartedByItself() {
        JobId one = pending();
        JobId two = pending();

        GroupView made = create(false, List.of(two, one, one), hook(TriggerCondition.ALWAYS));
        assertThat(made.jobs()).extracting(GroupedJob::id).containsExactly(one, two);
        assertThat(made.status()).isEqualTo(JobStatus.PENDING);
        assertThat(made.owner()).isEqualTo("ann");
        assertThat(made.note()).isEqualTo("A note.");
        assertThat(made.triggers()).containsExactly(hook(TriggerCondition.ALWAYS));
        assertThat(rig.rig.<GroupId>within(
                        () -> rig.rig.master.groups().ofJob(ann, one).orElseThrow()))
                .isEqualTo(made.id());
        rig.rig.handOver();
        assertThat(rig.rig.messages.sent(WorkOrder.class)).isEmpty();

        GroupView started = startGroup(made.id());
        rig.rig.handOver();

        assertThat(started.status()).isEqualTo(JobStatus.QUEUED);
        assertThat(rig.rig.messages.sent(WorkOrder.class)).hasSize(2);
        rig.end(one, new Outcome.Succeeded());
        assertThat(find(made.id()).status()).isEqualTo(JobStatus.RUNNING);
        assertThat(find(made.id()).deliveries()).isEmpty();
        rig.end(two, new Outcome.Succeeded());
        assertThat(find(made.id()).status()).isEqualTo(JobStatus.SUCCESS);
        assertThat(find(made.id()).deliveries()).hasSize(1);
    }

    @Test
    void groupThatIsToRunIsStartedAtOnce() {
        assertThat(create(true, List.of(pending(), pending())).jobs())
                .extracting(GroupedJob::status)
                .containsOnly(JobStatus.QUEUED);
    }

    @Test
    void jobsOfAGroupAreTheCallersPendingAndInNoOther() {
        JobId mine = pending();
        JobId others = rig.submit(rig.rig.admin, false, "", List.of());
        JobId queued = rig.submit(ann, true, "", List.of());
        JobId grouped = pending();
        create(false, List.of(grouped));

        for (List<JobId> wrong : List.of(
                List.of(mine, others),
                List.of(mine, queued),
                List.of(mine, grouped),
                List.of(mine, new JobId(999)),
                List.<JobId>of())) {
            assertThat(problemOf(() -> create(true, wrong))).isEqualTo(Problem.GROUP_JOBS_ILLEGAL);
        }
        assertThat(rig.rig.status(mine)).isEqualTo(JobStatus.PENDING);
        assertThat(rig.rig.<Boolean>within(
                        () -> rig.rig.master.groups().ofJob(ann, mine).isEmpty()))
                .isTrue();
        assertThat(problemOf(() -> create(ann, new NewGroup(List.of(mine), List.of(), "x".repeat(4_097), false))))
                .isEqualTo(Problem.REQUEST_ILLEGAL);
        assertThat(problemOf(() -> create(Caller.ANONYMOUS, new NewGroup(List.of(mine), List.of(), "", false))))
                .isEqualTo(Problem.CREDENTIALS_MISSING);
    }

    @Test
    void groupIsItsOwnersAndTheAdministrators() {
        GroupId group = create(false, List.of(pending())).id();
        Caller bob = rig.rig.user("bob");
        Caller reader = new Caller(ann.userId(), "ann", false, Set.of(Grant.of("JOBS:RO")));

        assertThat(problemOf(() -> rig.rig.within(() -> rig.rig.master.groups().find(bob, group))))
                .isEqualTo(Problem.GROUP_UNKNOWN);
        assertThat(problemOf(() -> rig.rig.within(() -> rig.rig.master.groups().start(bob, group))))
                .isEqualTo(Problem.GROUP_UNKNOWN);
        assertThat(problemOf(() -> rig.rig.within(() -> rig.rig.master.groups().cancel(bob, group))))
                .isEqualTo(Problem.GROUP_UNKNOWN);
        assertThat(problemOf(() -> rig.rig.within(() -> rig.rig.master.groups().cancel(reader, group))))
                .isEqualTo(Problem.SCOPE_MISSING);
        assertThat(problemOf(() -> rig.rig.within(() -> rig.rig.master.groups().find(ann, new GroupId(999)))))
                .isEqualTo(Problem.GROUP_UNKNOWN);
        assertThat(find(group).isStartable()).isTrue();
        assertThat(rig.rig
                        .<GroupView>within(() -> rig.rig.master.groups().find(rig.rig.admin, group))
                        .id())
                .isEqualTo(group);
    }

    @Test
    void cancellingAGroupCancelsWhatHasNotEnded() {
        JobId done = pending();
        JobId running = pending();
        JobId waiting = pending();
        GroupId group = create(true, List.of(done, running, waiting), hook(TriggerCondition.ALWAYS))
                .id();
        rig.end(done, new Outcome.Succeeded());
        AttemptRef attempt = rig.begin(running);

        GroupView cancelled = cancelGroup(group);
        rig.rig.apply(rig.ended(attempt, new Outcome.Cancelled("Cancelled.")));
        GroupView again = cancelGroup(group);

        assertThat(cancelled.status()).isEqualTo(JobStatus.RUNNING);
        assertThat(again.jobs())
                .extracting(GroupedJob::status)
                .containsExactly(JobStatus.SUCCESS, JobStatus.CANCELLED, JobStatus.CANCELLED);
        assertThat(again.status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(again.deliveries()).extracting(DeliveryView::status).containsExactly("cancelled");
    }

    @Test
    void groupWhoseJobsAllWaitEndsOnceWhenItIsCancelled() {
        GroupId group = create(true, List.of(pending(), pending(), pending()), hook(TriggerCondition.ALWAYS))
                .id();

        assertThat(cancelGroup(group).deliveries()).hasSize(1);
    }

    /** Defect 11 of the original: the condition is tested against the status of the job that happens to end last. */
    @Test
    void conditionOfAGroupsTriggerIsAboutTheGroup() {
        JobId fails = pending();
        JobId last = pending();
        GroupId group = create(
                        true, List.of(fails, last), hook(TriggerCondition.SUCCESS), hook(TriggerCondition.FAILURE))
                .id();

        rig.end(fails, FAILED);
        rig.end(last, new Outcome.Succeeded());

        assertThat(find(group).status()).isEqualTo(JobStatus.FAILED);
        assertThat(find(group).deliveries())
                .extracting(DeliveryView::condition, DeliveryView::status)
                .containsExactly(tuple("failure", "failed"));
    }

    /** Defect 11 of the original: webhooks of groups are missing. */
    @Test
    void webhookOfAGroupIsCalled() {
        receiver.answers(200);
        JobId one = pending();
        JobId two = pending();
        GroupId group =
                create(true, List.of(one, two), hook(TriggerCondition.ALWAYS)).id();
        rig.end(two, new Outcome.TimedOut("It took long."));
        rig.end(one, FAILED);

        rig.deliver();

        assertThat(receiver.taken()).singleElement().satisfies(got -> {
            assertThat(got.body()).isEqualTo("""
                            {"id":%s,"status":"failed","note":"A note.","owner":{"canonical_name":"~ann","name":"ann"},\
                            "jobs":[{"id":1,"status":"failed"},{"id":2,"status":"timeout"}]}""".formatted(group));
            assertThat(got.header("X-Payload-Signature")).isNotNull();
        });
    }

    /** Defect 11 of the original: of two jobs that end at the same time none, or both, may find that they are the last. */
    @Test
    void ofTwoJobsThatEndAtOnceOneEndsTheGroup() throws Exception {
        JobId one = pending();
        JobId two = pending();
        GroupId group =
                create(true, List.of(one, two), hook(TriggerCondition.ALWAYS)).id();
        CountDownLatch settled = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);

        CompletableFuture<Void> first = CompletableFuture.runAsync(() -> rig.rig.transaction.separate(() -> {
            rig.rig.master.control().cancel(ann, one);
            settled.countDown();
            await(go);
        }));
        await(settled);
        CompletableFuture<Void> second = CompletableFuture.runAsync(() ->
                rig.rig.transaction.separate(() -> rig.rig.master.control().cancel(ann, two)));
        assertThat(second).as("it waits for the one that may be the last").failsWithin(300, TimeUnit.MILLISECONDS);
        go.countDown();
        CompletableFuture.allOf(first, second).get(10, TimeUnit.SECONDS);

        assertThat(find(group).deliveries()).hasSize(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Defect 12 of the original: starting a group again puts jobs that have ended back into the queue. */
    @Test
    void startingAGroupAgainStartsNothingThatWasStartedBefore() {
        JobId ended = pending();
        JobId waits = pending();
        JobId cancelled = pending();
        GroupId group = create(false, List.of(ended, waits, cancelled)).id();
        rig.rig.transaction.separate(() -> rig.rig.master.control().cancel(ann, cancelled));
        rig.rig.transaction.separate(() -> rig.rig.master.control().start(ann, ended));
        rig.end(ended, new Outcome.Succeeded());

        startGroup(group);
        GroupView again = startGroup(group);

        assertThat(again.jobs())
                .extracting(GroupedJob::status)
                .containsExactly(JobStatus.SUCCESS, JobStatus.QUEUED, JobStatus.CANCELLED);
        assertThat(rig.rig.view(ended).attempts()).hasSize(1);
    }

    @Test
    void groupEndsAgainWhenAJobOfItIsRestarted() {
        JobId fails = pending();
        JobId good = pending();
        GroupId group = create(true, List.of(fails, good), hook(TriggerCondition.ALWAYS))
                .id();
        rig.end(fails, FAILED);
        rig.end(good, new Outcome.Succeeded());

        restart(fails);
        assertThat(find(group).status()).isEqualTo(JobStatus.RUNNING);
        rig.end(fails, new Outcome.Succeeded());

        assertThat(find(group).status()).isEqualTo(JobStatus.SUCCESS);
        assertThat(find(group).deliveries()).extracting(DeliveryView::status).containsExactly("failed", "success");
        assertThat(find(group).deliveries()).extracting(DeliveryView::key).doesNotHaveDuplicates();
    }

    @Test
    void triggerOfAJobAndThatOfItsGroupAreBothFired() {
        JobId job = rig.submit(ann, false, "", List.of(), webhook("always", receiver.address()));
        GroupId group =
                create(true, List.of(job), hook(TriggerCondition.ALWAYS)).id();

        rig.end(job, new Outcome.Succeeded());

        assertThat(rig.deliveries(job)).hasSize(1);
        assertThat(find(group).deliveries()).hasSize(1);
    }

    @Test
    void endOfAGroupIsToldByEmailWithALineForEachJob() throws Exception {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        try {
            rig = new TriggerRig(Map.of(
                    "mail.host", "127.0.0.1",
                    "mail.port", Integer.toString(server.getSmtp().getPort()),
                    "mail.security", "none",
                    "mail.from", "ci@example.org"));
            ann = rig.rig.user("ann");
            JobId one = pending("project", "patches", "alpine");
            JobId two = pending("project", "patches", "debian");
            GroupId group = create(
                            true,
                            List.of(one, two),
                            new EmailTrigger(TriggerCondition.ALWAYS, "ann@example.org", "", "<1@lists.example.org>"))
                    .id();
            rig.rig.clock.advance(Duration.ofSeconds(5));
            rig.end(one, new Outcome.Succeeded());
            rig.end(two, FAILED);

            rig.deliver();

            var mail = server.getReceivedMessages()[0];
            assertThat(mail.getSubject()).isEqualTo("[project/patches] group #%s: failed".formatted(group));
            assertThat(mail.getHeader("In-Reply-To")).containsExactly("<1@lists.example.org>");
            assertThat(mail.getContent().toString().replace("\r\n", "\n").stripTrailing())
                    .isEqualTo("""
                    project/patches | Group #%1$s of ~ann: failed after 2 min 11 s.

                    A note.

                    ✓ #1 success project/patches/alpine
                      http://127.0.0.1:8080/~ann/job/1
                    ✗ #2 failed project/patches/debian
                      http://127.0.0.1:8080/~ann/job/2

                    http://127.0.0.1:8080/~ann/group/%1$s""".formatted(group));
        } finally {
            server.stop();
        }
    }

    private static Problem problemOf(ThrowingCallable call) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .actual()
                .problem();
    }
}
