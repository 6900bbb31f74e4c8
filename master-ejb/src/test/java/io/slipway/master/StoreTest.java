// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.error.Problem;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.master.store.AttemptStore.NewAttempt;
import io.slipway.master.store.IllegalMoveException;
import io.slipway.master.store.JobRow;
import io.slipway.master.store.MigrationSettings;
import io.slipway.master.store.Schema;
import io.slipway.master.store.StoreException;
import io.slipway.master.store.TaskStore.TaskMove;
import io.slipway.task.TaskName;
import io.slipway.task.TaskStatus;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoreTest {
    private static final TaskName BUILD = new TaskName("build");
    private static MasterRig rig;

    @BeforeAll
    static void start() {
        rig = new MasterRig();
        rig.beat(0);
    }

    @Test
    void jobsAreNumberedOneByOne() {
        long first = rig.queue(rig.admin).value();

        assertThat(rig.queue(rig.admin).value()).isEqualTo(first + 1);
    }

    @Test
    void aStoredJobIsReadBackAsItWas() {
        JobId job = rig.queue(rig.admin, 3, "debian/bookworm", "arm64");

        JobRow row = rig.within(() -> rig.stores.jobs().find(job)).orElseThrow();

        assertThat(row.owner()).isEqualTo("admin");
        assertThat(row.tags()).containsExactly("one", "two");
        assertThat(row.arch()).isEqualTo("arm64");
        assertThat(row.runner()).isEmpty();
        assertThat(row.created()).isEqualTo(rig.clock.instant());
        assertThat(rig.within(() -> rig.stores.jobs().manifest(job))).isEqualTo(MasterRig.MANIFEST);
    }

    @Test
    void onlyAPendingJobIsQueued() {
        JobId job = rig.queue(rig.admin);

        assertThatExceptionOfType(IllegalMoveException.class)
                .isThrownBy(
                        () -> rig.transaction.separate(() -> rig.stores.jobs().queue(job, rig.clock.instant())))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.JOB_STARTED))
                .withMessageContaining("`queued`");
    }

    @ParameterizedTest
    @EnumSource(
            value = JobStatus.class,
            names = {"SUCCESS", "FAILED", "TIMEOUT", "CANCELLED"})
    void aTerminalStatusIsTheLast(JobStatus end) {
        JobId job = rig.queue(rig.admin);
        rig.transaction.separate(() -> take(job));
        end(job, end);
        assertThat(rig.status(job)).isEqualTo(end);

        for (JobStatus other : JobStatus.values()) {
            if (other.isTerminal()) {
                end(job, other);
            }
        }
        rig.transaction.separate(() -> rig.stores.jobs().run(List.of(job), rig.clock.instant()));
        rig.transaction.separate(() -> rig.stores.jobs().queueAgain(List.of(job), rig.clock.instant()));

        assertThat(rig.status(job)).isEqualTo(end);
    }

    @Test
    void aQueuedJobDoesNotSucceedWithoutRunning() {
        JobId job = rig.queue(rig.admin);

        end(job, JobStatus.SUCCESS);

        assertThat(rig.status(job)).isEqualTo(JobStatus.QUEUED);
    }

    @Test
    void aStatusThatIsNoWordOfOursIsRefusedByTheSchema() {
        JobId job = rig.queue(rig.admin);

        assertThatThrownBy(() -> sql("update job set status = 'building', waiting = false where id = " + job))
                .hasMessageContaining("job_status_check");
    }

    @Test
    void aJobHasOneLiveAttemptAtTheMost() {
        JobId job = rig.queue(rig.admin);
        attempt(new AttemptRef(job, 1, 1));

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> attempt(new AttemptRef(job, 2, 2)))
                .withMessageContaining("attempt_live");
    }

    @ParameterizedTest
    @EnumSource(
            value = TaskStatus.class,
            names = {"SUCCESS", "FAILED"})
    void aTaskThatEndedStaysEnded(TaskStatus end) {
        JobId job = rig.queue(rig.admin);
        move(job, TaskStatus.RUNNING);
        move(job, end);

        for (TaskStatus other : TaskStatus.values()) {
            if (other != TaskStatus.PENDING) {
                move(job, other);
            }
        }

        assertThat(rig.view(job).tasks().get(0).status()).isEqualTo(end);
        assertThat(rig.view(job).tasks().get(1).status()).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void aTaskWhoseBeginningWasLostStillEnds() {
        JobId job = rig.queue(rig.admin);

        move(job, TaskStatus.SUCCESS);

        assertThat(rig.view(job).tasks().get(0).status()).isEqualTo(TaskStatus.SUCCESS);
    }

    @Test
    void aDatabaseThatIsAwayIsToldFromAStatementThatItRefuses() {
        RuntimeException away = new IllegalStateException("pool", new SQLException("no connection"));
        RuntimeException stopped = new IllegalStateException("pool", new SQLException("shutting down", "57P01"));
        RuntimeException refused = new IllegalStateException("flush", new SQLException("twice", "23505"));

        assertThat(StoreException.behind(away).orElseThrow().problem()).isEqualTo(Problem.STORE_DOWN);
        assertThat(StoreException.behind(stopped).orElseThrow().problem()).isEqualTo(Problem.STORE_DOWN);
        assertThat(StoreException.behind(refused).orElseThrow().problem()).isEqualTo(Problem.DEFECT);
        assertThat(StoreException.behind(new IllegalStateException("other"))).isEmpty();
    }

    @Test
    void migrationsMayRunAgain() {
        new Schema(TestServers.dataSource(), MigrationSettings.ofDataSource()).migrate();

        assertThat(rig.within(rig.database::answers)).isTrue();
    }

    private static void take(JobId job) {
        sql("update job set status = 'running', waiting = false where id = " + job);
    }

    private static void end(JobId job, JobStatus status) {
        rig.transaction.separate(() -> rig.stores.jobs().end(Map.of(job, status), rig.clock.instant()));
    }

    private static void attempt(AttemptRef ref) {
        rig.transaction.separate(() -> rig.stores
                .attempts()
                .insert(
                        List.of(new NewAttempt(ref, MasterRig.RUNNER, "token", "hash")),
                        rig.clock.instant(),
                        rig.clock.instant(),
                        rig.clock.instant()));
    }

    private static void move(JobId job, TaskStatus status) {
        rig.transaction.separate(
                () -> rig.stores.tasks().move(List.of(new TaskMove(job, 1, BUILD, status, 0, rig.clock.instant()))));
    }

    private static void sql(String statement) {
        rig.transaction.separate(() -> {
            rig.transaction.entityManager().createNativeQuery(statement).executeUpdate();
        });
    }
}
