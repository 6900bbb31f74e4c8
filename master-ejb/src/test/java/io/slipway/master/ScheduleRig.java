// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.job.Visibility;
import io.slipway.master.access.Caller;
import io.slipway.master.schedule.Schedule;
import io.slipway.master.schedule.ScheduleDraft;
import io.slipway.master.submit.Submission;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A master, and what users do with their schedules. */
final class ScheduleRig {
    static final Duration TEN = Duration.ofMinutes(10);
    static final String EVERY_TEN = "*/10 * * * *";

    final MasterRig rig = new MasterRig(Map.of("schedule.most", "20"));
    final Caller ann = rig.user("ann");

    ScheduleRig() {
        rig.beat(1);
    }

    /** What a test may have broken for the next one. */
    void mend() throws SQLException {
        sql("drop trigger if exists refuse on schedule");
    }

    Master secondMaster() {
        return new Master(rig.settings, rig.database, rig.transaction, rig.messages, rig.clock);
    }

    static void atOnce(List<Runnable> works) throws Exception {
        CyclicBarrier together = new CyclicBarrier(works.size());
        ExecutorService threads = Executors.newFixedThreadPool(works.size());
        try {
            List<Future<?>> running = new ArrayList<>();
            for (Runnable work : works) {
                running.add(threads.submit(() -> {
                    together.await();
                    work.run();
                    return true;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    void tick() {
        rig.master.runSchedules().tick();
    }

    Instant nextTen() {
        Instant now = rig.clock.instant();
        long minutes = now.getEpochSecond() / 600 * 10 + 10;
        return Instant.EPOCH.plus(minutes, ChronoUnit.MINUTES);
    }

    static ScheduleDraft draft(String name, String cron) {
        return new ScheduleDraft(name, cron, "UTC", submission(""), false);
    }

    static Submission submission(String note) {
        return new Submission(MasterRig.MANIFEST, note, List.of("slipway", "nightly"), true, Visibility.PRIVATE);
    }

    Schedule add(ScheduleDraft draft) {
        return rig.within(() -> rig.master.schedules().add(ann, draft));
    }

    Schedule change(long id, ScheduleDraft draft) {
        return rig.within(() -> rig.master.schedules().change(ann, id, draft));
    }

    Schedule find(long id) {
        return rig.within(() -> rig.master.schedules().find(ann, id));
    }

    List<Schedule> list(Caller caller) {
        return rig.within(() -> rig.master.schedules().list(caller));
    }

    JobId run(long id) {
        return rig.within(() -> rig.master.schedules().run(ann, id)).job().id();
    }

    long jobs() {
        return rig.within(() -> rig.stores.jobs().count(0));
    }

    /** The database refuses every change of a schedule, as late in its transaction as there is a chance to. */
    static void refuseChangesOf(long id) throws SQLException {
        sql("create or replace function refuse() returns trigger language plpgsql as $$ begin raise 'refused'; end $$");
        sql("create trigger refuse before update on schedule for each row when (old.id = %d) execute function refuse()"
                .formatted(id));
    }

    static void sql(String statement) throws SQLException {
        try (Connection connection = TestServers.dataSource().getConnection();
                Statement made = connection.createStatement()) {
            made.execute(statement);
        }
    }

    static Problem problemOf(ThrowingCallable call) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .actual()
                .problem();
    }
}
