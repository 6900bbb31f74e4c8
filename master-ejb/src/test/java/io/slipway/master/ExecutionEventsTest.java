// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static io.slipway.batch.ExecutionStatus.FAILED;
import static io.slipway.batch.ExecutionStatus.STARTED;
import static io.slipway.batch.ExecutionStatus.STARTING;
import static io.slipway.master.BatchFixture.execution;
import static io.slipway.master.BatchFixture.moved;
import static io.slipway.master.BatchFixture.ref;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.batch.BatchExecution;
import io.slipway.batch.ExecutionStatus;
import io.slipway.error.Problem;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.job.RunnerName;
import io.slipway.master.store.ExecutionRow;
import io.slipway.message.AttemptAccount;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.AttemptStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExecutionEventsTest {
    private static final RunnerName OTHER = new RunnerName("runner-2:8080");
    /** Beyond what the database can say. */
    private static final Instant NEVER = Instant.parse("+300000-01-01T00:00:00Z");

    private MasterRig rig;
    private AttemptRef attempt;
    private Instant now;

    @BeforeEach
    void start() {
        rig = new MasterRig();
        attempt = rig.handedOver().attempt();
        now = rig.clock.instant();
    }

    @Test
    void executionIsKeptAsItWasTold() {
        BatchExecution told = execution(7, attempt, FAILED, now);

        rig.apply(moved(now, told));

        ExecutionRow row = row(7);
        assertThat(row.execution()).isEqualTo(told);
        assertThat(row.told()).isEqualTo(now);
        assertThat(row.owner()).isEqualTo("admin");
        assertThat(row.job()).isEqualTo(JobStatus.QUEUED);
        assertThat(row.abandonAsked()).isNull();
        assertThat(row.live()).isTrue();
        assertThat(row.newest()).isTrue();
    }

    @Test
    void noJobMovesByWhatItsExecutionDoes() {
        rig.apply(moved(now, execution(7, attempt, FAILED, now)));

        assertThat(rig.status(attempt.job())).isEqualTo(JobStatus.QUEUED);
    }

    @Test
    void lateWordChangesNothingAndTheSameWordNothingEither() {
        rig.apply(moved(now.plusSeconds(9), execution(7, attempt, FAILED, now)));
        ExecutionRow row = row(7);

        rig.apply(moved(now.plusSeconds(8), execution(7, attempt, STARTED, now)));
        rig.apply(moved(now.plusSeconds(9), execution(7, attempt, FAILED, now)));

        assertThat(row(7)).isEqualTo(row);
        assertThat(rig.master.refusals().count()).isZero();
    }

    @Test
    void newestWordOfABatchCountsInWhateverOrderTheyCome() {
        rig.apply(
                moved(now.plusSeconds(1), execution(7, attempt, STARTED, now)),
                moved(now.plusSeconds(2), execution(7, attempt, FAILED, now)),
                moved(now, execution(7, attempt, STARTING, now)));

        assertThat(row(7).execution().status()).isEqualTo(FAILED);
    }

    @Test
    void laterOfTwoWordsOfOneMomentCounts() {
        rig.apply(moved(now, execution(7, attempt, STARTED, now)), moved(now, execution(7, attempt, FAILED, now)));

        assertThat(row(7).execution().status()).isEqualTo(FAILED);
    }

    @Test
    void wordsOfWhoWasNeverGivenTheAttemptAreRefusedAndCounted() {
        rig.beat(OTHER, 1);
        AttemptRef older = new AttemptRef(attempt.job(), attempt.number(), attempt.epoch() + 1);
        AttemptRef unknown = new AttemptRef(new JobId(987_654), 1, 1);

        rig.apply(
                moved(OTHER, now, execution(7, attempt, STARTED, now)),
                moved(now, execution(8, older, STARTED, now)),
                moved(now, execution(9, unknown, STARTED, now)),
                moved(now, execution(10, attempt, STARTED, now)));

        assertThat(rig.master.refusals().count()).isEqualTo(3);
        assertThat(rows()).extracting(row -> row.execution().id()).containsExactly(10L);
    }

    @Test
    void numberThatARunnerGivesAgainMeansTheNewExecution() {
        rig.apply(
                moved(now, execution(1, attempt, FAILED, now)),
                moved(now, execution(2, attempt, FAILED, now)),
                new AttemptEnded(
                        MasterRig.RUNNER, now, attempt, new Outcome.TimedOut("Too slow."), AttemptAccount.NONE));
        rig.transaction.separate(() -> rig.stores.executions().askToAbandon(row(1), now));
        long place = row(2).place();
        rig.clock.advance(Duration.ofSeconds(5));
        AttemptRef second = rig.handedOver().attempt();

        rig.apply(moved(rig.clock.instant(), execution(1, second, STARTED, rig.clock.instant())));

        assertThat(row(1).execution().attempt()).isEqualTo(second);
        assertThat(row(1).abandonAsked()).isNull();
        assertThat(row(1).place()).as("it is newer than what came before").isGreaterThan(place);
    }

    @Test
    void wordOfAnAttemptThatHasEndedIsKept() {
        rig.apply(
                moved(now, execution(7, attempt, STARTED, now)),
                new AttemptEnded(
                        MasterRig.RUNNER, now, attempt, new Outcome.TimedOut("Too slow."), AttemptAccount.NONE));
        assertThat(row(7).live()).isFalse();

        rig.apply(moved(now.plusSeconds(1), execution(7, attempt, FAILED, now)));

        assertThat(row(7).execution().status()).isEqualTo(FAILED);
    }

    @Test
    void wordThatCannotBeKeptCostsNobodyElse() {
        rig.clock.advance(Duration.ofSeconds(5));
        Instant later = rig.clock.instant();

        rig.apply(
                moved(NEVER, execution(6, attempt, STARTED, later)),
                moved(later, execution(7, attempt, STARTED, later)),
                new AttemptStarted(MasterRig.RUNNER, later, attempt));
        rig.beat(3, attempt);

        assertThat(rows()).extracting(row -> row.execution().id()).containsExactly(7L);
        assertThat(rig.status(attempt.job())).isEqualTo(JobStatus.RUNNING);
        assertThat(rig.master.applyEvents().dropped()).isEqualTo(1);
    }

    @Test
    void onlyTheNewestExecutionOfTheNewestAttemptIsTheNewest() {
        rig.apply(moved(now, execution(7, attempt, FAILED, now)), moved(now, execution(8, attempt, FAILED, now)));
        assertThat(row(7).newest()).isFalse();
        assertThat(row(8).newest()).isTrue();
        rig.apply(new AttemptEnded(
                MasterRig.RUNNER,
                now,
                attempt,
                new Outcome.RunnerFailed(Problem.GUEST_LOST, "It broke."),
                AttemptAccount.NONE));

        rig.handOver();

        assertThat(row(8).newest()).as("the job is with a runner again").isFalse();
    }

    @Test
    void everyStatusIsKept() {
        for (ExecutionStatus status : ExecutionStatus.values()) {
            now = now.plusSeconds(1);
            rig.apply(moved(now, execution(7, attempt, status, now)));

            assertThat(row(7).execution().status()).isEqualTo(status);
        }
    }

    private ExecutionRow row(long id) {
        return rig.within(() -> rig.stores.executions().find(ref(id))).orElseThrow();
    }

    private List<ExecutionRow> rows() {
        return rig.within(() -> rig.stores.executions().list(null, null, null, Long.MAX_VALUE, 10));
    }
}
