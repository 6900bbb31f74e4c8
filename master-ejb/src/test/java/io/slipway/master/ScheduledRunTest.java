// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static io.slipway.master.ScheduleRig.EVERY_TEN;
import static io.slipway.master.ScheduleRig.TEN;
import static io.slipway.master.ScheduleRig.atOnce;
import static io.slipway.master.ScheduleRig.draft;
import static io.slipway.master.ScheduleRig.problemOf;
import static io.slipway.master.ScheduleRig.refuseChangesOf;
import static io.slipway.master.ScheduleRig.sql;
import static io.slipway.master.ScheduleRig.submission;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.error.Problem;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Visibility;
import io.slipway.master.query.JobView;
import io.slipway.master.schedule.Schedule;
import io.slipway.master.schedule.Schedule.State;
import io.slipway.master.schedule.ScheduleDraft;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests that are submitted again and again. */
class ScheduledRunTest {
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
    void manifestIsSubmittedWheneverItsTimeHasCome() {
        Schedule schedule = schedules.add(draft("nightly", EVERY_TEN));
        assertThat(schedule.state()).isEqualTo(State.ACTIVE);
        assertThat(schedule.nextRun()).isEqualTo(schedules.nextTen());

        schedules.tick();
        assertThat(schedules.jobs()).isZero();
        schedules.rig.clock.advance(TEN);
        Instant now = schedules.rig.clock.instant();
        schedules.tick();
        schedules.tick();

        Schedule ran = schedules.find(schedule.id());
        assertThat(schedules.jobs()).isEqualTo(1);
        assertThat(ran.lastJob().id()).isEqualTo(new JobId(1));
        assertThat(ran.lastJob().status()).isEqualTo(JobStatus.QUEUED);
        assertThat(ran.lastRun()).isEqualTo(now);
        assertThat(ran.nextRun()).isEqualTo(schedules.nextTen());
        schedules.rig.clock.advance(TEN);
        schedules.tick();
        assertThat(schedules.jobs()).isEqualTo(2);
    }

    @Test
    void itsJobsAreItsOwnersWithNoteTagsAndVisibilityOfTheSchedule() {
        schedules.add(new ScheduleDraft("one", EVERY_TEN, "UTC", submission("Every *night*"), false));
        schedules.add(new ScheduleDraft("two", EVERY_TEN, "UTC", submission(""), false));
        schedules.rig.clock.advance(TEN);

        schedules.tick();

        JobView job = schedules.rig.view(new JobId(1));
        assertThat(job.owner()).isEqualTo("ann");
        assertThat(job.note()).isEqualTo("Every *night*");
        assertThat(job.tags()).containsExactly("slipway", "nightly");
        assertThat(job.visibility()).isEqualTo(Visibility.PRIVATE);
        assertThat(job.status()).isEqualTo(JobStatus.QUEUED);
        assertThat(schedules.rig.view(new JobId(2)).note()).isEqualTo("Schedule two");
    }

    @Test
    void whatWasMissedWhileNoMasterRanIsRunOnce() {
        Schedule schedule = schedules.add(draft("nightly", EVERY_TEN));
        schedules.rig.clock.advance(Duration.ofHours(5));

        schedules.tick();
        schedules.tick();

        assertThat(schedules.jobs()).isEqualTo(1);
        assertThat(schedules.find(schedule.id()).nextRun()).isEqualTo(schedules.nextTen());
    }

    @Test
    void ofSeveralMastersOneSubmits() throws Exception {
        List<Schedule> all = LongStream.range(0, 20)
                .mapToObj(number -> schedules.add(draft("schedule " + number, EVERY_TEN)))
                .toList();
        schedules.rig.clock.advance(TEN);
        List<Master> masters = List.of(schedules.rig.master, schedules.secondMaster(), schedules.secondMaster());

        atOnce(masters.stream()
                .<Runnable>map(master -> master.runSchedules()::tick)
                .toList());

        assertThat(schedules.jobs()).isEqualTo(20);
        assertThat(all.stream()
                        .map(schedule -> schedules.find(schedule.id()).lastJob().id()))
                .doesNotHaveDuplicates()
                .hasSize(20);
    }

    @Test
    void ofAMasterThatDiesInTheMiddleNothingIsLeft() throws SQLException {
        Schedule schedule = schedules.add(draft("nightly", EVERY_TEN));
        schedules.rig.clock.advance(TEN);
        refuseChangesOf(schedule.id());

        schedules.tick();
        assertThat(schedules.jobs()).isZero();

        sql("drop trigger refuse on schedule");
        schedules.tick();
        assertThat(schedules.jobs()).isEqualTo(1);
    }

    @Test
    void whatBreaksOfOneScheduleHoldsUpNoOther() throws SQLException {
        Schedule broken = schedules.add(draft("broken", EVERY_TEN));
        Schedule other = schedules.add(draft("other", EVERY_TEN));
        schedules.rig.clock.advance(TEN);
        refuseChangesOf(broken.id());

        schedules.tick();

        assertThat(schedules.find(other.id()).lastJob()).isNotNull();
        assertThat(schedules.find(broken.id()).lastJob()).isNull();
        assertThat(schedules.find(broken.id()).state()).isEqualTo(State.ACTIVE);
    }

    @Test
    void manifestThatIsTakenNoMoreStopsTheScheduleAndTheReasonIsShown() throws SQLException {
        Schedule schedule = schedules.add(draft("nightly", EVERY_TEN));
        sql("update schedule set manifest = E'image: debian/bokworm\\ntasks:\\n  - B: make\\n'");
        schedules.rig.clock.advance(TEN);

        schedules.tick();
        schedules.rig.clock.advance(TEN);
        schedules.tick();

        Schedule stopped = schedules.find(schedule.id());
        assertThat(schedules.jobs()).isZero();
        assertThat(stopped.state()).isEqualTo(State.STOPPED);
        assertThat(stopped.nextRun()).isNull();
        assertThat(stopped.trouble()).startsWith("Line 3: ").endsWith("(SW-1011)");
        assertThat(problemOf(() -> schedules.rig.transaction.separate(
                        () -> schedules.rig.master.schedules().resume(schedules.ann, schedule.id()))))
                .isEqualTo(Problem.TASK_NAME_ILLEGAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"image: debian/bokworm", "image: debian/bookworm\\narch: riscv64"})
    void imageThatNobodyOffersJustNowIsAskedForAgainAtTheNextTime(String head) throws SQLException {
        Schedule schedule = schedules.add(draft("nightly", EVERY_TEN));
        sql("update schedule set manifest = E'%s\\ntasks:\\n  - b: make\\n'".formatted(head));
        schedules.rig.clock.advance(TEN);

        schedules.tick();

        Schedule troubled = schedules.find(schedule.id());
        assertThat(schedules.jobs()).isZero();
        assertThat(troubled.state()).isEqualTo(State.ACTIVE);
        assertThat(troubled.nextRun()).isEqualTo(schedules.nextTen());
        assertThat(troubled.trouble()).contains(": No runner offers image `debian/bo");

        sql("update schedule set manifest = E'image: debian/bookworm\\ntasks:\\n  - b: make\\n'");
        schedules.rig.clock.advance(TEN);
        schedules.tick();

        assertThat(schedules.jobs()).isEqualTo(1);
        assertThat(schedules.find(schedule.id()).trouble()).isEmpty();
    }

    @Test
    void scheduleWithTroubleIsPausedAndRunByHandAsAnyOther() throws SQLException {
        Schedule schedule = schedules.add(draft("nightly", EVERY_TEN));
        sql("update schedule set manifest = replace(manifest, 'bookworm', 'sid')");
        schedules.rig.clock.advance(TEN);
        schedules.tick();

        schedules.rig.transaction.separate(
                () -> schedules.rig.master.schedules().pause(schedules.ann, schedule.id()));
        assertThat(schedules.find(schedule.id()).state()).isEqualTo(State.PAUSED);
        assertThat(schedules.find(schedule.id()).trouble()).isNotEmpty();
        sql("update schedule set manifest = replace(manifest, 'sid', 'bookworm')");
        schedules.run(schedule.id());

        assertThat(schedules.find(schedule.id()).state()).isEqualTo(State.PAUSED);
        assertThat(schedules.find(schedule.id()).trouble()).isEmpty();
    }

    @Test
    void scheduleThatWasStoppedRunsAgainWhenItIsMended() throws SQLException {
        Schedule schedule = schedules.add(draft("nightly", EVERY_TEN));
        sql("update schedule set manifest = 'nonsense'");
        schedules.rig.clock.advance(TEN);
        schedules.tick();

        Schedule mended = schedules.change(schedule.id(), draft("nightly", EVERY_TEN));

        assertThat(mended.state()).isEqualTo(State.ACTIVE);
        assertThat(mended.trouble()).isEmpty();
        schedules.rig.clock.advance(TEN);
        schedules.tick();
        assertThat(schedules.jobs()).isEqualTo(1);
    }

    @Test
    void scheduleOfASuspendedAccountWaitsAndGoesOnAfterwards() {
        Schedule schedule = schedules.add(draft("nightly", EVERY_TEN));
        schedules.rig.within(
                () -> schedules.rig.master.administration().suspend(schedules.rig.admin, "ann", "for now", false));
        schedules.rig.clock.advance(TEN);
        schedules.tick();
        assertThat(schedules.jobs()).isZero();
        assertThat(schedules.find(schedule.id()).state()).isEqualTo(State.ACTIVE);
        assertThat(schedules.find(schedule.id()).nextRun()).isEqualTo(schedules.nextTen());

        schedules.rig.within(() -> schedules.rig.master.administration().resume(schedules.rig.admin, "ann"));
        schedules.rig.clock.advance(TEN);
        schedules.tick();

        assertThat(schedules.jobs()).isEqualTo(1);
    }

    @Test
    void pausedScheduleIsNotRunAndCatchesNothingUp() {
        Schedule schedule = schedules.add(draft("nightly", EVERY_TEN));
        schedules.rig.transaction.separate(
                () -> schedules.rig.master.schedules().pause(schedules.ann, schedule.id()));
        assertThat(schedules.find(schedule.id()).state()).isEqualTo(State.PAUSED);
        schedules.rig.clock.advance(Duration.ofHours(1));
        schedules.tick();
        assertThat(schedules.jobs()).isZero();

        schedules.rig.transaction.separate(
                () -> schedules.rig.master.schedules().resume(schedules.ann, schedule.id()));
        schedules.tick();

        assertThat(schedules.jobs()).isZero();
        assertThat(schedules.find(schedule.id()).state()).isEqualTo(State.ACTIVE);
        assertThat(schedules.find(schedule.id()).nextRun()).isEqualTo(schedules.nextTen());
    }
}
