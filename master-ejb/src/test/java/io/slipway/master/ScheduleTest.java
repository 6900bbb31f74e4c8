// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static io.slipway.master.ScheduleRig.EVERY_TEN;
import static io.slipway.master.ScheduleRig.atOnce;
import static io.slipway.master.ScheduleRig.draft;
import static io.slipway.master.ScheduleRig.problemOf;
import static io.slipway.master.ScheduleRig.sql;
import static io.slipway.master.ScheduleRig.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.job.Visibility;
import io.slipway.manifest.ManifestException;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.schedule.KeepSchedules;
import io.slipway.master.schedule.Schedule;
import io.slipway.master.schedule.Schedule.State;
import io.slipway.master.schedule.ScheduleDraft;
import io.slipway.master.submit.Submission;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The schedules that users keep. */
class ScheduleTest {
    private ScheduleRig schedules;

    @BeforeEach
    void start() {
        schedules = new ScheduleRig();
    }

    @AfterEach
    void mend() throws SQLException {
        schedules.mend();
    }

    @Test
    void scheduleIsRunByHandAtAnyTime() {
        Schedule schedule = schedules.add(draft("nightly", EVERY_TEN));
        Schedule paused = schedules.add(new ScheduleDraft("paused", EVERY_TEN, "UTC", submission(""), true));

        JobId first = schedules.run(schedule.id());
        JobId second = schedules.run(paused.id());

        assertThat(schedules.find(schedule.id()).lastJob().id()).isEqualTo(first);
        assertThat(schedules.find(schedule.id()).nextRun()).isEqualTo(schedule.nextRun());
        assertThat(schedules.find(paused.id()).lastJob().id()).isEqualTo(second);
        assertThat(schedules.find(paused.id()).state()).isEqualTo(State.PAUSED);
    }

    @Test
    void changedScheduleRunsAtItsNewTimeAndPausedOneNotAtAll() {
        Schedule schedule = schedules.add(draft("nightly", EVERY_TEN));

        Schedule changed = schedules.change(
                schedule.id(), new ScheduleDraft(" weekly ", "0 4 * * 1", "Europe/Berlin", submission(""), false));

        assertThat(changed.name()).isEqualTo("weekly");
        assertThat(changed.cron()).isEqualTo("0 4 * * 1");
        assertThat(changed.nextRun()).isAfter(schedules.rig.clock.instant());
        assertThat(changed.nextRun().atZone(ZoneId.of("Europe/Berlin")).getDayOfWeek())
                .isEqualTo(DayOfWeek.MONDAY);
        assertThat(schedules
                        .change(schedule.id(), new ScheduleDraft("x", EVERY_TEN, "UTC", submission(""), true))
                        .nextRun())
                .isNull();
    }

    @Test
    void removedScheduleLeavesItsJobs() {
        Schedule schedule = schedules.add(draft("nightly", EVERY_TEN));
        JobId job = schedules.run(schedule.id());

        schedules.rig.transaction.separate(
                () -> schedules.rig.master.schedules().remove(schedules.ann, schedule.id()));

        assertThat(schedules.list(schedules.ann)).isEmpty();
        assertThat(schedules.rig.view(job).id()).isEqualTo(job);
    }

    @Test
    void removedJobLeavesItsSchedule() throws SQLException {
        Schedule schedule = schedules.add(draft("nightly", EVERY_TEN));
        schedules.run(schedule.id());

        sql("delete from job");

        assertThat(schedules.find(schedule.id()).lastJob()).isNull();
        assertThat(schedules.find(schedule.id()).lastRun()).isNotNull();
    }

    @Test
    void scheduleThatCouldNeverBeSubmittedIsNotTaken() {
        ScheduleDraft noTasks = new ScheduleDraft(
                "x", EVERY_TEN, "UTC", new Submission("image: x\n", "", List.of(), true, Visibility.PUBLIC), false);

        assertThatExceptionOfType(ManifestException.class).isThrownBy(() -> schedules.add(noTasks));
        assertThat(problemOf(() -> schedules.add(draft("", EVERY_TEN)))).isEqualTo(Problem.REQUEST_ILLEGAL);
        assertThat(problemOf(() -> schedules.add(draft("x".repeat(101), EVERY_TEN))))
                .isEqualTo(Problem.REQUEST_ILLEGAL);
        assertThat(problemOf(() -> schedules.add(draft("x", "nightly")))).isEqualTo(Problem.CRON_ILLEGAL);
        assertThat(problemOf(() -> schedules.add(draft("x", "*/4 * * * *")))).isEqualTo(Problem.SCHEDULE_TOO_OFTEN);
        assertThat(problemOf(() -> schedules.add(new ScheduleDraft("x", EVERY_TEN, "Berlin", submission(""), false))))
                .isEqualTo(Problem.ZONE_UNKNOWN);
        assertThat(schedules.list(schedules.ann)).isEmpty();
    }

    @Test
    void accountHasNoMoreSchedulesThanItMayHaveHoweverManyAreAddedAtOnce() throws Exception {
        for (int i = 0; i < 19; i++) {
            schedules.add(draft("schedule", EVERY_TEN));
        }
        AtomicInteger taken = new AtomicInteger();

        atOnce(Collections.nCopies(4, () -> {
            try {
                schedules.add(draft("one more", EVERY_TEN));
                taken.incrementAndGet();
            } catch (ProblemException e) {
                assertThat(e.problem()).isEqualTo(Problem.SCHEDULES_TOO_MANY);
            }
        }));

        assertThat(taken).hasValue(1);
        assertThat(schedules.list(schedules.ann)).hasSize(20);
    }

    @Test
    void nobodySeesOrChangesTheScheduleOfSomebodyElse() {
        Schedule schedule = schedules.add(draft("nightly", EVERY_TEN));
        long id = schedule.id();

        for (Caller other : List.of(schedules.rig.user("bob"), schedules.rig.admin)) {
            assertThat(schedules.list(other)).isEmpty();
            assertThat(problemOf(() -> schedules.rig.within(
                            () -> schedules.rig.master.schedules().find(other, id))))
                    .isEqualTo(Problem.SCHEDULE_UNKNOWN);
            assertThat(problemOf(() -> schedules.rig.within(
                            () -> schedules.rig.master.schedules().change(other, id, draft("x", EVERY_TEN)))))
                    .isEqualTo(Problem.SCHEDULE_UNKNOWN);
            assertThat(problemOf(() -> schedules.rig.within(
                            () -> schedules.rig.master.schedules().run(other, id))))
                    .isEqualTo(Problem.SCHEDULE_UNKNOWN);
            assertThat(problemOf(() -> schedules.rig.transaction.separate(
                            () -> schedules.rig.master.schedules().pause(other, id))))
                    .isEqualTo(Problem.SCHEDULE_UNKNOWN);
            assertThat(problemOf(() -> schedules.rig.transaction.separate(
                            () -> schedules.rig.master.schedules().resume(other, id))))
                    .isEqualTo(Problem.SCHEDULE_UNKNOWN);
            assertThat(problemOf(() -> schedules.rig.transaction.separate(
                            () -> schedules.rig.master.schedules().remove(other, id))))
                    .isEqualTo(Problem.SCHEDULE_UNKNOWN);
        }
        assertThat(schedules.find(id)).isEqualTo(schedule);
    }

    @Test
    void tokenThatMayNotReadSecretsCannotHaveThemGivenByASchedule() {
        Caller jobs = new Caller(schedules.ann.userId(), "ann", false, Set.of(Grant.of("JOBS:RW")));
        KeepSchedules keep = schedules.rig.master.schedules();
        List<String> asking = List.of(
                MasterRig.MANIFEST + "secrets: [deploy-key]\n", MasterRig.MANIFEST + "oauth: builds.sr.ht/JOBS\n");
        long harmless = schedules
                .rig
                .within(() -> keep.add(jobs, draft("harmless", EVERY_TEN)))
                .id();

        for (String manifest : asking) {
            ScheduleDraft draft = new ScheduleDraft(
                    "asking",
                    EVERY_TEN,
                    "UTC",
                    new Submission(manifest, "", List.of(), true, Visibility.PRIVATE),
                    false);
            assertThat(problemOf(() -> schedules.rig.within(() -> keep.add(jobs, draft))))
                    .isEqualTo(Problem.SCOPE_MISSING);
            assertThat(problemOf(() -> schedules.rig.within(() -> keep.change(jobs, harmless, draft))))
                    .isEqualTo(Problem.SCOPE_MISSING);
        }
        assertThat(schedules.list(schedules.ann)).hasSize(1);
    }

    @Test
    void schedulesNeedTheGrantsOfJobs() {
        Caller reader = new Caller(schedules.ann.userId(), "ann", false, Set.of(Grant.of("JOBS:RO")));
        Caller profile = new Caller(schedules.ann.userId(), "ann", false, Set.of(Grant.of("PROFILE:RW")));
        long id = schedules.add(draft("nightly", EVERY_TEN)).id();

        assertThat(schedules.list(reader)).hasSize(1);
        assertThat(problemOf(() -> schedules.list(profile))).isEqualTo(Problem.SCOPE_MISSING);
        assertThat(problemOf(() -> schedules.list(Caller.ANONYMOUS))).isEqualTo(Problem.CREDENTIALS_MISSING);
        assertThat(problemOf(() -> schedules.rig.within(
                        () -> schedules.rig.master.schedules().add(reader, draft("x", EVERY_TEN)))))
                .isEqualTo(Problem.SCOPE_MISSING);
        assertThat(problemOf(() -> schedules.rig.within(
                        () -> schedules.rig.master.schedules().run(reader, id))))
                .isEqualTo(Problem.SCOPE_MISSING);
        assertThat(problemOf(() -> schedules.rig.transaction.separate(
                        () -> schedules.rig.master.schedules().remove(reader, id))))
                .isEqualTo(Problem.SCOPE_MISSING);
    }
}
