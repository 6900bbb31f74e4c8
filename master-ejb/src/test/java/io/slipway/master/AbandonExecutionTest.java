// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static io.slipway.batch.ExecutionStatus.ABANDONED;
import static io.slipway.batch.ExecutionStatus.COMPLETED;
import static io.slipway.batch.ExecutionStatus.FAILED;
import static io.slipway.master.OperatorRig.ABANDON;
import static io.slipway.master.OperatorRig.CHECK;
import static io.slipway.master.OperatorRig.FROM_START;
import static io.slipway.master.OperatorRig.RESTART;
import static io.slipway.master.OperatorRig.RESTART_FROM_START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.batch.ExecutionStatus;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.master.control.RestartRequest;
import io.slipway.master.control.RestartRequest.From;
import io.slipway.message.RunnerMessage.AbandonExecution;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AbandonExecutionTest {
    private OperatorRig operator;
    private MasterRig rig;
    private AttemptRef attempt;
    private JobId job;

    @BeforeEach
    void start() {
        operator = new OperatorRig();
        rig = operator.rig;
        attempt = operator.attempt;
        job = attempt.job();
    }

    @Test
    void abandonedExecutionLosesWhatIsKeptOfIt() {
        operator.fail(attempt);
        operator.keep(attempt);

        operator.command(ABANDON);

        assertThat(rig.messages.sent(AbandonExecution.class)).containsExactly(new AbandonExecution(attempt, 7));
        assertThat(operator.detail().execution().abandoning()).isTrue();
        assertThat(rig.view(job).checkpoint()).isNull();
        operator.keep(attempt);
        assertThat(rig.view(job).checkpoint())
                .as("the runner said it before it heard of it")
                .isNull();
        operator.assertRefused(RESTART_FROM_START, "it is about to be abandoned");
        operator.tell(7, attempt, ABANDONED);
        assertThat(operator.detail().execution().abandoning()).isFalse();
        operator.keep(attempt);
        assertThat(rig.view(job).checkpoint()).isNull();
        rig.transaction.separate(() -> rig.master.restart().restart(rig.admin, job, FROM_START));
        assertThat(rig.status(job)).isEqualTo(JobStatus.QUEUED);
    }

    @Test
    void checkpointThatComesBackAcrossTheAbandoningCountsNoMore() {
        operator.fail(attempt);
        operator.keep(attempt);
        operator.command(ABANDON);

        rig.within(() -> rig.transaction
                .entityManager()
                .createNativeQuery("""
                        insert into checkpoint (job_id, runner, number, epoch, task, expires)
                        values (%s, '%s', %d, %d, 'check', now() + interval '100 years')
                        """.formatted(job, MasterRig.RUNNER, attempt.number(), attempt.epoch()))
                .executeUpdate());

        assertThat(rig.view(job).checkpoint())
                .as("a heartbeat that was read before the abandoning was committed")
                .isNull();
    }

    @Test
    void guestThatStandsByEndsWithTheExecutionThatIsAbandoned() {
        operator.fail(attempt);
        operator.stand(attempt);
        assertThat(rig.view(job).standing()).isNotNull();

        operator.command(ABANDON);
        operator.stand(attempt);

        assertThat(rig.view(job).standing())
                .as("the runner said it before it heard of it")
                .isNull();
        assertThatThrownBy(() -> rig.transaction.separate(() ->
                        rig.master.restart().restart(rig.admin, job, new RestartRequest(From.STANDING_GUEST, ""))))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.CHECKPOINT_ABSENT));
    }

    @Test
    void guestOfALaterAttemptIsKeptAllTheSame() {
        operator.fail(attempt);
        operator.command(RESTART_FROM_START);
        rig.handOver();
        AttemptRef second = rig.newestOrder().attempt();
        operator.tell(8, second, FAILED);
        operator.end(second, new Outcome.TaskFailed(CHECK, 2));
        operator.keep(second);

        operator.command(ABANDON);
        operator.keep(second);

        assertThat(rig.view(job).checkpoint()).isNotNull();
    }

    @ParameterizedTest
    @EnumSource(
            value = ExecutionStatus.class,
            names = {"STARTING", "STARTED", "STOPPING", "ABANDONED"})
    void executionThatRunsOrIsAbandonedIsNotAbandoned(ExecutionStatus status) {
        operator.end(attempt, new Outcome.TaskFailed(CHECK, 2));
        operator.tell(7, attempt, status);

        operator.assertRefused(ABANDON, "it is `%s`".formatted(status.word()));
        assertThat(rig.messages.sent(AbandonExecution.class)).isEmpty();
    }

    @Test
    void executionThatIsDoneCanBeAbandonedTwice() {
        operator.end(attempt, new Outcome.Succeeded());
        operator.tell(7, attempt, COMPLETED);

        operator.command(ABANDON);
        operator.command(ABANDON);

        assertThat(rig.messages.sent(AbandonExecution.class)).hasSize(2);
    }

    @Test
    void executionOfAnAttemptThatHasNotEndedIsNotAbandoned() {
        operator.tell(7, attempt, FAILED);

        operator.assertRefused(ABANDON, "its attempt has not ended");
        assertThat(operator.detail().execution().abandonable()).isFalse();
    }

    @Test
    void guestThatAJobGoesOnInIsNotTakenFromIt() {
        operator.fail(attempt);
        operator.keep(attempt);
        operator.command(RESTART);
        operator.assertRefused(ABANDON, "cancel the job first");
        rig.handOver();
        operator.assertRefused(ABANDON, "cancel the job first");

        operator.end(rig.newestOrder().attempt(), new Outcome.TaskFailed(CHECK, 2));

        operator.command(ABANDON);
        assertThat(rig.view(job).checkpoint()).isNull();
    }

    @Test
    void runnerThatWasAwayIsAskedAgainUntilItAnswers() {
        operator.fail(attempt);
        rig.clock.advance(Duration.ofMinutes(1));
        assertThat(operator.detail().silentSince()).isNotNull();
        operator.command(ABANDON);
        rig.messages.forget();
        rig.clock.advance(Duration.ofMinutes(1));
        operator.remind(0, "the runner is silent");

        rig.beat(1);
        operator.remind(1, "it is back");
        assertThat(operator.detail().silentSince()).isNull();
        operator.remind(1, "it was asked just now");
        rig.clock.advance(Duration.ofMinutes(2));
        rig.beat(1);
        operator.remind(2, "it has not answered");
        operator.tell(7, attempt, ABANDONED);
        rig.clock.advance(Duration.ofMinutes(2));
        rig.beat(1);
        operator.remind(2, "it has");
    }

    @Test
    void runnerHasTimeToAnswerAndADayAtTheMost() {
        operator.fail(attempt);
        operator.command(ABANDON);
        rig.messages.forget();
        operator.remind(0, "it may be about to answer");

        rig.clock.advance(Duration.ofHours(25));
        rig.beat(1);
        operator.remind(0, "nobody waits any more");
    }
}
