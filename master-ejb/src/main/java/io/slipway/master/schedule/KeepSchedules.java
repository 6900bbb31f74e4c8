// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.schedule;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.store.ScheduleRow;
import io.slipway.master.store.ScheduleRow.Work;
import io.slipway.master.store.ScheduleStore;
import io.slipway.master.submit.Submission;
import io.slipway.master.submit.SubmitJob;
import io.slipway.master.submit.Submitted;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The schedules of whoever calls; nobody, administrators neither, sees or changes those of somebody else. Needs a running transaction. */
public final class KeepSchedules {
    private static final int LONGEST_NAME = 100;
    private static final int PREVIEW = 3;

    private final ScheduleStore schedules;
    private final SubmitJob submit;
    private final ScheduleSettings settings;
    private final Clock clock;

    public KeepSchedules(ScheduleStore schedules, SubmitJob submit, ScheduleSettings settings, Clock clock) {
        this.schedules = schedules;
        this.submit = submit;
        this.settings = settings;
        this.clock = clock;
    }

    /** The caller's schedules, oldest first. */
    public List<Schedule> list(Caller caller) {
        Permissions.require(caller, Permissions.JOBS_READ);
        return schedules.of(caller.userId()).stream().map(Schedule::of).toList();
    }

    public Schedule find(Caller caller, long id) {
        Permissions.require(caller, Permissions.JOBS_READ);
        return schedules.find(caller.userId(), id).map(Schedule::of).orElseThrow(() -> unknown(id));
    }

    /** @throws io.slipway.manifest.ManifestException with all findings, when the manifest has an error */
    public Schedule add(Caller caller, ScheduleDraft draft) {
        Permissions.require(caller, Permissions.JOBS_WRITE);
        Times times = check(caller, draft);
        int count = schedules.lockAndCount(caller.userId());
        if (count >= settings.most()) {
            throw new ProblemException(
                    Problem.SCHEDULES_TOO_MANY,
                    "Adding a schedule: you have %d; at most %d are allowed".formatted(count, settings.most()));
        }
        long id = schedules.insert(caller.userId(), times.work(), times.next(), now());
        return find(caller, id);
    }

    /**
     * Makes a schedule what a draft says; one that was stopped runs again, unless the draft pauses it.
     *
     * @throws io.slipway.manifest.ManifestException with all findings, when the manifest has an error
     */
    public Schedule change(Caller caller, long id, ScheduleDraft draft) {
        Permissions.require(caller, Permissions.JOBS_WRITE);
        Times times = check(caller, draft);
        locked(caller, id);
        schedules.change(id, times.work(), times.next(), now());
        return find(caller, id);
    }

    /** When a cron expression comes next, a few times; throws what {@link #add} would throw of it. */
    public List<Instant> next(Caller caller, String cron, String zone) {
        Permissions.require(caller, Permissions.JOBS_READ);
        CronTimes times = CronTimes.of(cron, zone);
        times.check(now(), settings.distance());
        return Stream.iterate(times.after(now()), time -> time.flatMap(times::after))
                .limit(PREVIEW)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Has a schedule not run until it is resumed. */
    public void pause(Caller caller, long id) {
        Permissions.require(caller, Permissions.JOBS_WRITE);
        locked(caller, id);
        schedules.pause(id, now());
    }

    /** Has a schedule run again that was paused, or stopped; throws what {@link #change} throws when its manifest is still wrong. */
    public void resume(Caller caller, long id) {
        Permissions.require(caller, Permissions.JOBS_WRITE);
        Work work = locked(caller, id).work();
        Submission submission = new Submission(work.manifest(), work.note(), work.tags(), true, work.visibility());
        change(caller, id, new ScheduleDraft(work.name(), work.cron(), work.zone(), submission, false));
    }

    public void remove(Caller caller, long id) {
        Permissions.require(caller, Permissions.JOBS_WRITE);
        locked(caller, id);
        schedules.remove(id);
    }

    /** Submits a schedule's manifest now, whether it is active or not; when it runs next stays as it is. */
    public Submitted run(Caller caller, long id) {
        Permissions.require(caller, Permissions.JOBS_WRITE);
        Submitted submitted =
                submit.submit(caller, submission(locked(caller, id).work()));
        schedules.ran(id, submitted.job().id(), now());
        return submitted;
    }

    /** What a run submits. */
    static Submission submission(Work work) {
        String note = work.note().isBlank() ? "Schedule %s".formatted(work.name()) : work.note();
        return new Submission(work.manifest(), note, work.tags(), true, work.visibility());
    }

    private ScheduleRow locked(Caller caller, long id) {
        return schedules.lock(caller.userId(), id).orElseThrow(() -> unknown(id));
    }

    private Times check(Caller caller, ScheduleDraft draft) {
        String name = draft.name().strip();
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new ProblemException(
                    Problem.REQUEST_ILLEGAL,
                    "Keeping a schedule: its name has %d characters; 1 to %d are allowed, none of them a control character"
                            .formatted(name.length(), LONGEST_NAME));
        }
        CronTimes times = CronTimes.of(draft.cron(), draft.zone());
        times.check(now(), settings.distance());
        Submission submission = draft.submission();
        submit.examine(caller, submission);
        Work work = new Work(
                name,
                times.text(),
                draft.zone(),
                submission.manifest(),
                submission.note(),
                submission.tags(),
                submission.visibility());
        return new Times(work, draft.paused() ? null : times.after(now()).orElseThrow());
    }

    /** As the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static ProblemException unknown(long id) {
        return new ProblemException(
                Problem.SCHEDULE_UNKNOWN, "Looking for schedule %d: there is none among yours".formatted(id));
    }

    /**
     * What is to be kept.
     *
     * @param next null while it is paused
     */
    private record Times(Work work, Instant next) {}
}
