// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.log.LogName;
import io.slipway.master.query.JobView;
import io.slipway.master.query.JobView.LogView;
import io.slipway.master.store.StoreException;
import io.slipway.message.AttemptAccount;
import io.slipway.message.AttemptAccount.LogEnd;
import io.slipway.message.AttemptAccount.TaskEnd;
import io.slipway.message.HeldCheckpoint;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.AttemptStarted;
import io.slipway.message.RunnerEvent.LogAbsent;
import io.slipway.message.RunnerEvent.LogAppended;
import io.slipway.message.RunnerEvent.LogClosed;
import io.slipway.message.RunnerEvent.RunnerAlive;
import io.slipway.message.RunnerEvent.TaskMoved;
import io.slipway.message.RunnerMessage.RewindLog;
import io.slipway.task.TaskName;
import io.slipway.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Redis was emptied, or the runner was killed before it had told everything: what is known of the job is made up for. */
class LostEventsTest {
    private static final TaskName BUILD = new TaskName("build");
    private static final TaskName CHECK = new TaskName("check");
    private static final LogName LOG = LogName.of(BUILD);
    private static final byte[] BYTES = "built".getBytes(UTF_8);
    private static final Outcome CUT_OFF = new Outcome.RunnerFailed(Problem.RUNNER_STOPPED, "It was killed.");

    private MasterRig rig;
    private AttemptRef attempt;

    @BeforeEach
    void handOver() {
        rig = new MasterRig();
        attempt = rig.handedOver().attempt();
        rig.apply(new AttemptStarted(MasterRig.RUNNER, rig.clock.instant(), attempt));
    }

    @Test
    void endTellsOfTasksAndLogsOfWhichNothingWasHeard() {
        end(new Outcome.Succeeded(), account());

        assertThat(view().tasks().get(0).status()).isEqualTo(TaskStatus.SUCCESS);
        assertThat(view().tasks().get(0).started()).isEqualTo(rig.clock.instant());
        assertMissing(1);
        assertThat(rig.messages.sent(RewindLog.class)).contains(new RewindLog(attempt, LOG, 0));
    }

    @Test
    void endChangesNothingOfWhatWasHeard() {
        rig.apply(
                new TaskMoved(MasterRig.RUNNER, rig.clock.instant(), attempt, BUILD, TaskStatus.RUNNING, -1),
                new LogAppended(MasterRig.RUNNER, rig.clock.instant(), attempt, LOG, 0, BYTES));
        rig.clock.advance(Duration.ofSeconds(5));
        rig.apply(new TaskMoved(MasterRig.RUNNER, rig.clock.instant(), attempt, BUILD, TaskStatus.SUCCESS, 0));
        JobView.TaskView heard = view().tasks().get(0);
        rig.clock.advance(Duration.ofSeconds(5));

        end(new Outcome.Succeeded(), account());

        assertThat(view().tasks().get(0)).isEqualTo(heard);
        assertThat(rig.messages.sent(RewindLog.class)).isEmpty();
    }

    @Test
    void tasksBeforeACheckpointHaveSucceededWhateverWasHeardOfThem() {
        keep();
        end(CUT_OFF, AttemptAccount.NONE);
        rig.handOver();

        assertThat(rig.newestOrder().restart().task()).isEqualTo(CHECK);
        assertThat(view().tasks().get(0).status()).isEqualTo(TaskStatus.SUCCESS);
        assertThat(view().tasks().get(0).attempt()).isEqualTo(1);
    }

    @Test
    void logOfAnAttemptThatIsGoneOnFromIsTakenAfterTheNextHasBegun() {
        keep();
        end(CUT_OFF, account());
        rig.handOver();
        assertThat(rig.newestOrder().attempt().number()).isEqualTo(2);

        rig.apply(new LogAppended(MasterRig.RUNNER, rig.clock.instant(), attempt, LOG, 0, BYTES));

        assertMissing(0);
    }

    @Test
    void logOfAnAttemptThatWasBegunAnewSinceIsRefused() {
        end(CUT_OFF, account());
        rig.handOver();
        assertThat(rig.newestOrder().attempt().number()).isEqualTo(2);

        rig.apply(new LogAppended(MasterRig.RUNNER, rig.clock.instant(), attempt, LOG, 0, BYTES));

        assertMissing(1);
    }

    @Test
    void eventThatComesAloneOutlivesTheConnectionThatBreaksUnderIt() {
        rig.transaction.breakCommits(1);

        end(new Outcome.Succeeded(), account());

        assertThat(rig.status(attempt.job())).isEqualTo(JobStatus.SUCCESS);
        assertThat(rig.master.applyEvents().dropped()).isZero();
    }

    @Test
    void eventIsNotDroppedForWhatTheDatabaseDoes() {
        rig.transaction.breakCommits(100);
        try {
            assertThatExceptionOfType(RuntimeException.class)
                    .as("whoever reads the events holds it, and tries again")
                    .isThrownBy(() -> end(new Outcome.Succeeded(), account()))
                    .satisfies(e -> assertThat(
                                    StoreException.behind(e).orElseThrow().problem())
                            .isEqualTo(Problem.STORE_DOWN));
        } finally {
            rig.transaction.breakCommits(0);
        }

        assertThat(rig.master.applyEvents().dropped()).isZero();
    }

    @Test
    void bytesThatDoNotComeAreAskedForAgainWhileTheRunnerIsThere() {
        end(new Outcome.Succeeded(), account());
        int asked = rig.messages.sent(RewindLog.class).size();

        rig.clock.advance(Duration.ofSeconds(20));
        rig.beat(1);
        rig.master.logReminder().tick();
        rig.master.logReminder().tick();

        assertThat(rig.messages.sent(RewindLog.class)).hasSize(asked + 1).endsWith(new RewindLog(attempt, LOG, 0));
        rig.apply(new LogAppended(MasterRig.RUNNER, rig.clock.instant(), attempt, LOG, 0, BYTES));
        rig.clock.advance(Duration.ofSeconds(20));
        rig.master.logReminder().tick();
        assertThat(rig.messages.sent(RewindLog.class)).as("nothing is missing").hasSize(asked + 1);
    }

    @Test
    void logThatIsNotClosedIsAskedForOnceItsAttemptHasEnded() {
        rig.apply(append());
        assertThat(askedLater()).as("while the attempt is live").isEmpty();
        end(new Outcome.Succeeded(), AttemptAccount.NONE);

        assertThat(askedLater()).containsExactly(new RewindLog(attempt, LOG, BYTES.length));

        rig.apply(new LogClosed(MasterRig.RUNNER, rig.clock.instant(), attempt, LOG, BYTES.length, "0".repeat(64)));
        assertThat(view().attempts().get(0).logs()).allMatch(LogView::closed);
        assertThat(askedLater()).as("it is closed").isEmpty();
    }

    @Test
    void logThatTheRunnerDoesNotHaveIsAskedForNoMore() {
        rig.apply(append());
        end(new Outcome.Succeeded(), AttemptAccount.NONE);
        assertThat(askedLater()).hasSize(1);

        rig.apply(new LogAbsent(MasterRig.RUNNER, rig.clock.instant(), attempt, LOG));

        assertThat(askedLater()).isEmpty();
        assertThat(view().attempts().get(0).logs())
                .as("nobody knows whether it is whole")
                .noneMatch(LogView::closed);
    }

    @Test
    void logIsAskedForNoMoreAnHourAfterTheEnd() {
        rig.apply(append());
        end(new Outcome.Succeeded(), AttemptAccount.NONE);
        rig.clock.advance(Duration.ofMinutes(61));

        assertThat(askedLater()).isEmpty();
    }

    @Test
    void runnerThatIsAwayIsNotAskedForBytes() {
        end(new Outcome.Succeeded(), account());
        int asked = rig.messages.sent(RewindLog.class).size();
        rig.clock.advance(Duration.ofMinutes(5));

        rig.master.logReminder().tick();

        assertThat(rig.messages.sent(RewindLog.class)).hasSize(asked);
    }

    /** What is asked for in a round a while from now, the runner being there. */
    private List<RewindLog> askedLater() {
        rig.clock.advance(Duration.ofSeconds(20));
        rig.beat(1, attempt);
        rig.messages.forget();
        rig.master.logReminder().tick();
        return rig.messages.sent(RewindLog.class);
    }

    private LogAppended append() {
        return new LogAppended(MasterRig.RUNNER, rig.clock.instant(), attempt, LOG, 0, BYTES);
    }

    private AttemptAccount account() {
        return new AttemptAccount(
                List.of(new TaskEnd(BUILD, TaskStatus.SUCCESS, 0, rig.clock.instant(), rig.clock.instant())),
                List.of(new LogEnd(LOG, BYTES.length, "0".repeat(64))));
    }

    private void keep() {
        HeldCheckpoint kept =
                new HeldCheckpoint(attempt, CHECK, rig.clock.instant().plus(Duration.ofHours(1)));
        rig.apply(new RunnerAlive(
                MasterRig.RUNNER,
                rig.clock.instant(),
                MasterRig.nextBeat(),
                List.of(MasterRig.DEBIAN),
                Set.of(),
                1,
                List.of(),
                List.of(kept),
                List.of(),
                "",
                ""));
    }

    private void end(Outcome outcome, AttemptAccount account) {
        rig.apply(new AttemptEnded(MasterRig.RUNNER, rig.clock.instant(), attempt, outcome, account));
    }

    private JobView view() {
        return rig.view(attempt.job());
    }

    /** @param missing 1 when all bytes are missing, 0 when none is */
    private void assertMissing(int missing) {
        assertThat(view().attempts().get(0).logs())
                .filteredOn(log -> log.name().equals(LOG))
                .singleElement()
                .satisfies(log -> assertThat(log.missing()).isEqualTo((long) missing * BYTES.length));
    }
}
