// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.job.GroupId;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.master.access.Caller;
import io.slipway.master.account.AccountView;
import io.slipway.message.RunnerEvent.AttemptStarted;
import io.slipway.message.WorkOrder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who waits for whom in the database: nobody for somebody who waits too, and nobody without need. */
class LockTest {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final ExecutorService other = Executors.newSingleThreadExecutor();
    private MasterRig rig;

    @BeforeEach
    void start() {
        rig = new MasterRig();
    }

    @AfterEach
    void end() {
        other.shutdownNow();
    }

    @Test
    void suspendingAndTheEndOfAJobOfTheSameGroupDoNotWaitForEachOther() throws Exception {
        Caller ann = rig.user("ann");
        JobId idle = rig.queue(ann);
        JobId running = rig.queue(ann);
        GroupId group = rig.within(() -> {
            GroupId made = rig.stores.groups().insert(ann.userId(), "", rig.clock.instant());
            rig.stores.groups().join(made, List.of(idle, running));
            return made;
        });
        rig.beat(2);
        rig.handOver();
        rig.messages.sent(WorkOrder.class).stream()
                .map(WorkOrder::attempt)
                .filter(attempt -> attempt.job().equals(running))
                .forEach(attempt -> rig.apply(new AttemptStarted(MasterRig.RUNNER, rig.clock.instant(), attempt)));

        Future<AccountView> suspending = rig.within(() -> {
            // As the end of a job: first the job, then its group.
            rig.stores.jobs().requestCancel(running, rig.clock.instant());
            Future<AccountView> begun = other.submit(
                    () -> rig.within(() -> rig.master.administration().suspend(rig.admin, "ann", "why", true)));
            awaitWaiting();
            assertThat(rig.stores.groups().lockOf(List.of(running))).containsExactly(group);
            return begun;
        });

        assertThat(suspending.get(LONGEST.toSeconds(), TimeUnit.SECONDS).isSuspended())
                .isTrue();
        assertThat(rig.status(idle)).isEqualTo(JobStatus.CANCELLED);
    }

    @Test
    void jobsOfAdministratorsAreStoredWhileAccountsChange() {
        JobId stored = rig.within(() -> {
            rig.stores.users().lockAdministrators();
            return inTime(other.submit(() -> rig.queue(rig.admin)));
        });

        assertThat(rig.status(stored)).isEqualTo(JobStatus.QUEUED);
    }

    @Test
    void jobsAreStoredWhileTheirOwnerMakesAWebhook() {
        Caller ann = rig.user("ann");

        JobId stored = rig.within(() -> {
            rig.stores.webhooks().count(ann.userId());
            return inTime(other.submit(() -> rig.queue(ann)));
        });

        assertThat(rig.status(stored)).isEqualTo(JobStatus.QUEUED);
    }

    private static <T> T inTime(Future<T> future) {
        try {
            return future.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("it waits for the transaction that waits for it", e);
        }
    }

    /** Until some transaction waits for a lock. */
    private static void awaitWaiting() {
        long end = System.nanoTime() + LONGEST.toNanos();
        try (Connection connection = TestServers.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            while (System.nanoTime() < end) {
                try (ResultSet row = statement.executeQuery(
                        "select count(*) from pg_stat_activity where wait_event_type = 'Lock'")) {
                    row.next();
                    if (row.getInt(1) > 0) {
                        return;
                    }
                }
                Thread.onSpinWait();
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("nobody waits");
    }
}
