// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.batch.ExecutionRef;
import io.slipway.error.Problem;
import io.slipway.job.JobId;
import io.slipway.job.RunnerName;
import io.slipway.job.Visibility;
import io.slipway.master.ejb.Executions;
import io.slipway.master.ejb.Groups;
import io.slipway.master.ejb.Jobs;
import io.slipway.master.ejb.Runners;
import io.slipway.master.ejb.Schedules;
import io.slipway.master.ejb.Webhooks;
import io.slipway.master.enrol.EnrolRunner;
import io.slipway.master.enrol.IssuedEnrolment;
import io.slipway.master.group.GroupView;
import io.slipway.master.group.NewGroup;
import io.slipway.master.schedule.Schedule;
import io.slipway.master.submit.Submission;
import io.slipway.master.webhook.NewWebhook;
import io.slipway.master.webhook.WebhookEvent;
import io.slipway.master.webhook.WebhookView;
import jakarta.persistence.PersistenceException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is done about jobs, and about who runs them and is told of them, leaves a line. */
class AuditedJobsTest extends WithAudit {

    /** Whatever happens at the doors has a word in the log. */
    @Test
    void ownJobsNeedNoPrivilege() {
        Jobs jobs = audit.bean(Jobs.class);
        JobId job = submitted(Visibility.PRIVATE, false);

        audit.within(() -> jobs.start(ann, job));
        audit.within(() -> jobs.find(ann, job));
        audit.within(() -> jobs.cancel(ann, job));
        assertThat(audit.lines()).isEmpty();

        audit.within(() -> jobs.show(ann, job, Visibility.PUBLIC));
        assertThat(audit.told()).containsExactly("ann visibility-changed job:" + job);
    }

    @Test
    void administratorsHandOnSomebodyElsesJobLeavesLines() {
        Jobs jobs = audit.bean(Jobs.class);
        JobId job = submitted(Visibility.UNLISTED, false);

        audit.within(() -> jobs.start(admin, job));
        audit.within(() -> jobs.cancel(admin, job));
        audit.within(() -> jobs.restart(admin, job, OperatorRig.FROM_START));
        audit.refused(() -> jobs.cancel(rig.user("eve"), job));

        assertThat(audit.told())
                .containsExactly(
                        "admin job-started job:" + job,
                        "admin job-cancelled job:" + job,
                        "admin job-restarted job:" + job,
                        "eve job-cancelled job:%s SW-2005".formatted(job));
    }

    @Test
    void privateJobThatAnAdministratorLooksAtLeavesOneLineAnHour() {
        Jobs jobs = audit.bean(Jobs.class);
        JobId hidden = submitted(Visibility.PRIVATE, false);
        JobId open = submitted(Visibility.PUBLIC, false);

        for (int n = 0; n < 3; n++) {
            audit.within(() -> jobs.find(admin, hidden));
            audit.within(() -> jobs.find(admin, open));
            audit.within(() -> rig.master.graph().jobs().find(admin, List.of(hidden, open)));
        }
        assertThat(audit.told()).containsExactly("admin job-seen job:" + hidden);

        rig.clock.advance(Duration.ofMinutes(61));
        audit.within(() -> jobs.find(admin, hidden));
        assertThat(audit.lines()).hasSize(2);
    }

    @Test
    void sightThatCouldNotBeWrittenDownIsNotShownTheSecondTimeEither() {
        Jobs jobs = audit.bean(Jobs.class);
        JobId hidden = submitted(Visibility.PRIVATE, false);
        rig.transaction.breakCommits(2);
        for (int time = 0; time < 2; time++) {
            assertThatThrownBy(() -> audit.within(() -> jobs.find(admin, hidden)))
                    .isInstanceOf(PersistenceException.class);
        }

        audit.within(() -> jobs.find(admin, hidden));

        assertThat(audit.told()).containsExactly("admin job-seen job:" + hidden);
    }

    @Test
    void groupOfSomebodyElseIsStartedAndCancelled() {
        Groups groups = audit.bean(Groups.class);
        GroupView group = audit.within(() ->
                groups.create(ann, new NewGroup(List.of(submitted(Visibility.PUBLIC, false)), List.of(), "", false)));

        audit.within(() -> groups.start(ann, group.id()));
        audit.within(() -> groups.start(admin, group.id()));
        audit.within(() -> groups.cancel(admin, group.id()));

        assertThat(audit.told())
                .containsExactly(
                        "admin group-started group:" + group.id(), "admin group-cancelled group:" + group.id());
    }

    @Test
    void runnersAreEnrolledAndRevoked() {
        Runners runners = audit.bean(Runners.class);
        RunnerName name = new RunnerName("new");

        IssuedEnrolment issued = audit.within(() -> runners.issueToken(admin, name, Duration.ofHours(1)));
        EnrolRunner.Enrolled enrolled = runners.enrol(
                issued.token().text(), name, MasterRig.PARTIES.runner("new").publicHalves(), "", HOME);
        audit.within(() -> runners.revoke(admin, name));
        audit.refused(() -> runners.issueToken(ann, name, Duration.ofHours(1)));

        assertThat(audit.told())
                .containsExactly(
                        "admin enrolment-token-created runner:new",
                        "- runner-enrolled runner:new",
                        "admin runner-revoked runner:new",
                        "ann enrolment-token-created runner:new SW-2005");
        assertThat(audit.lines().get(1).details()).contains(enrolled.fingerprint());
        assertThat(audit.lines().get(1).address()).isEqualTo("192.0.2.9");
        assertThat(audit.lines().toString()).doesNotContain(issued.token().text());
    }

    @Test
    void schedulesAndWebhooksComeChangeAndGo() {
        Schedules schedules = audit.bean(Schedules.class);
        Webhooks webhooks = audit.bean(Webhooks.class);

        Schedule schedule = audit.within(() -> schedules.add(ann, ScheduleRig.draft("nightly", "0 3 * * *")));
        audit.within(() -> schedules.change(ann, schedule.id(), ScheduleRig.draft("weekly", "0 3 * * 1")));
        audit.within(() -> schedules.pause(ann, schedule.id()));
        audit.within(() -> schedules.resume(ann, schedule.id()));
        audit.within(() -> schedules.remove(ann, schedule.id()));
        NewWebhook wanted = new NewWebhook(
                "https://hooks.example/T0K3N?key=s3cret", List.of(WebhookEvent.JOB_CREATED), "{webhook {uuid}}");
        WebhookView webhook = audit.within(() -> webhooks.create(ann, wanted));
        audit.within(() -> webhooks.delete(ann, webhook.id()));

        assertThat(audit.told())
                .containsExactly(
                        "ann schedule-created schedule:" + schedule.id(),
                        "ann schedule-changed schedule:" + schedule.id(),
                        "ann schedule-changed schedule:" + schedule.id(),
                        "ann schedule-changed schedule:" + schedule.id(),
                        "ann schedule-deleted schedule:" + schedule.id(),
                        "ann webhook-created webhook:" + webhook.id(),
                        "ann webhook-deleted webhook:" + webhook.id());
        assertThat(audit.last().details()).contains("hooks.example").doesNotContain("T0K3N");
        assertThat(audit.lines().toString()).doesNotContain("s3cret");
    }

    @Test
    void batchOperatorsCommandsLeaveLines() {
        AuditRig operated = new AuditRig(new OperatorRig().rig);
        Executions executions = operated.bean(Executions.class);
        ExecutionRef execution = OperatorRig.EXECUTION;

        operated.within(() -> executions.stop(operated.admin, execution));
        operated.refused(() -> executions.abandon(operated.admin, execution));
        operated.refused(() -> executions.restart(operated.ann, execution, OperatorRig.FROM_START));

        assertThat(operated.told())
                .containsExactly(
                        "admin execution-stopped execution:" + execution,
                        "admin execution-abandoned execution:%s %s"
                                .formatted(execution, Problem.EXECUTION_COMMAND_REFUSED.code()),
                        "ann execution-restarted execution:%s SW-2005".formatted(execution));
    }

    private JobId submitted(Visibility visibility, boolean execute) {
        return rig.submit(ann, new Submission(MasterRig.MANIFEST, "", List.of(), execute, visibility))
                .job()
                .id();
    }
}
