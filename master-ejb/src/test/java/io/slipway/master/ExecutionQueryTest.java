// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static io.slipway.batch.ExecutionStatus.COMPLETED;
import static io.slipway.batch.ExecutionStatus.FAILED;
import static io.slipway.batch.ExecutionStatus.STARTED;
import static io.slipway.master.BatchFixture.execution;
import static io.slipway.master.BatchFixture.moved;
import static io.slipway.master.BatchFixture.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.batch.BatchExecution;
import io.slipway.batch.ExecutionRef;
import io.slipway.batch.ExecutionStatus;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.job.RunnerName;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.operator.ExecutionDetail;
import io.slipway.master.operator.ExecutionFilter;
import io.slipway.master.operator.ExecutionList;
import io.slipway.master.operator.RunnerView;
import io.slipway.message.AttemptAccount;
import io.slipway.message.RunnerEvent.AttemptEnded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExecutionQueryTest {
    private static final RunnerName OTHER = new RunnerName("runner-2:8080");

    private MasterRig rig;

    @BeforeEach
    void start() {
        rig = new MasterRig();
    }

    @Test
    void pagesFollowEachOtherNewestFirstWithoutGapOrRepetition() {
        AttemptRef attempt = rig.handedOver().attempt();
        for (long id = 1; id <= 7; id++) {
            tell(MasterRig.RUNNER, id, attempt, FAILED);
        }
        tell(MasterRig.RUNNER, 2, attempt, COMPLETED);

        List<Long> read = new ArrayList<>();
        long next = 0;
        do {
            ExecutionList page = list(ExecutionFilter.NONE, next, 3);
            page.executions().forEach(view -> read.add(view.execution().id()));
            next = page.next();
        } while (next != 0);

        assertThat(read).containsExactly(7L, 6L, 5L, 4L, 3L, 2L, 1L);
    }

    @Test
    void listHasWhatItsFilterSays() {
        AttemptRef first = rig.handedOver().attempt();
        end(MasterRig.RUNNER, first);
        rig.beat(0);
        rig.queue(rig.admin);
        rig.beat(OTHER, 1);
        rig.handOver();
        AttemptRef second = rig.newestOrder().attempt();
        tell(MasterRig.RUNNER, 1, first, FAILED);
        tell(OTHER, 1, second, FAILED);
        tell(OTHER, 2, second, STARTED);

        assertThat(found(new ExecutionFilter(OTHER, null, null))).containsExactly(of(OTHER, 2), of(OTHER, 1));
        assertThat(found(new ExecutionFilter(null, FAILED, null))).containsExactly(of(OTHER, 1), ref(1));
        assertThat(found(new ExecutionFilter(null, null, first.job()))).containsExactly(ref(1));
        assertThat(found(new ExecutionFilter(OTHER, STARTED, second.job()))).containsExactly(of(OTHER, 2));
        assertThat(found(new ExecutionFilter(OTHER, COMPLETED, null))).isEmpty();
    }

    @Test
    void lengthOfAListHasLimits() {
        for (int size : new int[] {0, 501}) {
            assertProblem(Problem.REQUEST_ILLEGAL, () -> list(ExecutionFilter.NONE, 0, size));
        }
        assertProblem(Problem.REQUEST_ILLEGAL, () -> list(ExecutionFilter.NONE, -1, 1));
    }

    @Test
    void executionIsShownWithTheOthersOfItsInstance() {
        AttemptRef attempt = rig.handedOver().attempt();
        tell(MasterRig.RUNNER, 1, attempt, FAILED);
        tell(MasterRig.RUNNER, 2, attempt, FAILED);
        end(MasterRig.RUNNER, attempt);
        AttemptRef ofAnotherJob = rig.handedOver().attempt();
        tell(MasterRig.RUNNER, 3, ofAnotherJob, STARTED);

        ExecutionDetail detail = rig.within(() -> rig.master.executions().find(rig.admin, ref(2)));

        assertThat(detail.execution().owner()).isEqualTo("admin");
        assertThat(detail.execution().job()).isEqualTo(JobStatus.TIMEOUT);
        assertThat(detail.execution().execution().steps().get(0).counts().rollback())
                .isEqualTo(1);
        assertThat(detail.others())
                .as("a runner that lost its repository gives the number of the instance again")
                .extracting(other -> other.ref())
                .containsExactly(ref(1));
        assertThat(detail.checkpoint()).isNull();
        assertThat(detail.silentSince()).isNull();
    }

    @Test
    void runnersAreShownWithWhatTheyHave() {
        rig.beat(OTHER, 0);
        Instant before = rig.clock.instant();
        rig.clock.advance(Duration.ofMinutes(5));
        rig.handedOver();
        rig.beat(3);

        assertThat(rig.within(() -> rig.master.executions().runners(rig.admin)))
                .containsExactly(
                        new RunnerView(MasterRig.RUNNER, 3, 1, rig.clock.instant(), true),
                        new RunnerView(OTHER, 0, 0, before, false));
    }

    @Test
    void everythingIsForAdministratorsAlone() {
        Caller withoutJobs = new Caller(rig.admin.userId(), "admin", true, Set.of(Grant.of("LOGS:RO")));
        Caller stranger = rig.user("stranger");
        List<Consumer<Caller>> readings = List.of(
                caller -> rig.master.executions().list(caller, ExecutionFilter.NONE, 0, 1),
                caller -> rig.master.executions().find(caller, ref(1)),
                caller -> rig.master.executions().runners(caller));
        for (Consumer<Caller> reading : readings) {
            assertProblem(Problem.NOT_PERMITTED, () -> reading.accept(stranger));
            assertProblem(Problem.CREDENTIALS_MISSING, () -> reading.accept(Caller.ANONYMOUS));
            assertProblem(Problem.SCOPE_MISSING, () -> reading.accept(withoutJobs));
        }
        assertProblem(Problem.EXECUTION_UNKNOWN, () -> readings.get(1).accept(rig.admin));
    }

    private List<ExecutionRef> found(ExecutionFilter filter) {
        return list(filter, 0, 10).executions().stream().map(view -> view.ref()).toList();
    }

    private ExecutionList list(ExecutionFilter filter, long start, int size) {
        return rig.within(() -> rig.master.executions().list(rig.admin, filter, start, size));
    }

    private void tell(RunnerName runner, long id, AttemptRef attempt, ExecutionStatus status) {
        BatchExecution execution = execution(id, attempt, status, rig.clock.instant());
        rig.apply(moved(runner, rig.clock.instant(), execution));
    }

    private void end(RunnerName runner, AttemptRef attempt) {
        rig.apply(new AttemptEnded(
                runner, rig.clock.instant(), attempt, new Outcome.TimedOut("Too slow."), AttemptAccount.NONE));
    }

    private static ExecutionRef of(RunnerName runner, long id) {
        return new ExecutionRef(runner, id);
    }

    private void assertProblem(Problem problem, Runnable reading) {
        assertThatThrownBy(() -> rig.transaction.separate(reading))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(problem));
    }
}
