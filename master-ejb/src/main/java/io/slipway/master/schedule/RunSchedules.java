// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.schedule;

import io.slipway.error.Family;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.manifest.Finding;
import io.slipway.manifest.ManifestException;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Users;
import io.slipway.master.store.ScheduleRow;
import io.slipway.master.store.ScheduleStore;
import io.slipway.master.store.Transaction;
import io.slipway.master.submit.SubmitJob;
import io.slipway.master.submit.Submitted;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Submits the schedules that are due, each in a transaction of its own that also says when it runs next: of several masters one does it,
 * and a master that dies in the middle has done nothing. However often a schedule was due while no master ran, it is run once.
 */
public final class RunSchedules {
    private static final Logger LOG = System.getLogger(RunSchedules.class.getName());

    private static final Set<Problem> OF_RUNNERS = Set.of(Problem.IMAGE_UNKNOWN, Problem.ARCH_UNKNOWN);

    /** In one go; the others wait for the next one. */
    private static final int MOST = 100;

    private final ScheduleStore schedules;
    private final Users users;
    private final SubmitJob submit;
    private final Transaction transaction;
    private final Duration distance;
    private final Clock clock;

    /** @param distance the least time between two runs of a schedule */
    public RunSchedules(
            ScheduleStore schedules,
            Users users,
            SubmitJob submit,
            Transaction transaction,
            Duration distance,
            Clock clock) {
        this.schedules = schedules;
        this.users = users;
        this.submit = submit;
        this.transaction = transaction;
        this.distance = distance;
        this.clock = clock;
    }

    /** Makes its own transactions. What breaks of ours is logged and tried again in the next go; the others are run all the same. */
    public void tick() {
        Set<Long> broken = new TreeSet<>();
        for (int i = 0; i < MOST; i++) {
            Picked picked = new Picked();
            try {
                boolean ran = transaction.separate(() -> runOne(picked, broken));
                if (!ran) {
                    return;
                }
            } catch (RuntimeException e) {
                if (picked.id == 0) {
                    throw e;
                }
                broken.add(picked.id);
                LOG.log(Level.WARNING, "Running schedule " + picked.id + "; it is tried again", e);
            }
        }
    }

    private boolean runOne(Picked picked, Set<Long> broken) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Optional<ScheduleRow> due = schedules.lockDue(now, broken);
        due.ifPresent(schedule -> {
            picked.id = schedule.id();
            run(schedule, now);
        });
        return due.isPresent();
    }

    private void run(ScheduleRow schedule, Instant now) {
        try {
            Optional<Caller> owner = owner(schedule);
            if (owner.isPresent()) {
                Submitted submitted = submit.submit(owner.get(), KeepSchedules.submission(schedule.work()));
                schedules.ran(schedule.id(), submitted.job().id(), now);
            }
            advance(schedule, "", now);
        } catch (ProblemException e) {
            if (e.problem().family() != Family.USER) {
                throw e;
            }
            if (mayPass(e)) {
                advance(schedule, trouble(e), now);
            } else {
                schedules.stop(schedule.id(), trouble(e), now);
            }
        }
    }

    /** Whether nothing is wrong but what runners offer in this moment. */
    private static boolean mayPass(ProblemException e) {
        return e instanceof ManifestException refused
                && refused.findings().stream()
                        .filter(Finding::isError)
                        .allMatch(finding -> OF_RUNNERS.contains(finding.problem()));
    }

    /** Empty while the account may do nothing; its schedules wait for better times. */
    private Optional<Caller> owner(ScheduleRow schedule) {
        try {
            return Optional.of(users.byName(schedule.owner()));
        } catch (ProblemException e) {
            if (e.problem().family() != Family.USER) {
                throw e;
            }
            LOG.log(Level.DEBUG, "Schedule {0} is not run: {1}", schedule.id(), e.getMessage());
            return Optional.empty();
        }
    }

    private void advance(ScheduleRow schedule, String trouble, Instant now) {
        CronTimes times = CronTimes.of(schedule.work().cron(), schedule.work().zone());
        times.after(now, schedule.nextRun(), distance)
                .ifPresentOrElse(
                        next -> schedules.advance(schedule.id(), next, trouble),
                        () -> schedules.stop(schedule.id(), "Its cron expression has no time any more.", now));
    }

    /** The first error, and how many there are besides. */
    private static String trouble(ProblemException e) {
        if (!(e instanceof ManifestException refused)) {
            return "%s (%s)".formatted(e.getMessage(), e.problem().code());
        }
        List<Finding> errors =
                refused.findings().stream().filter(Finding::isError).toList();
        Finding first = errors.get(0);
        return "%s%s (%s)%s"
                .formatted(
                        first.line() == 0 ? "" : "Line %d: ".formatted(first.line()),
                        first.sentence(),
                        first.problem().code(),
                        errors.size() == 1 ? "" : ", and %d more".formatted(errors.size() - 1));
    }

    /** The schedule that is in hands, for who has to say which one broke. */
    private static final class Picked {
        private long id;
    }
}
