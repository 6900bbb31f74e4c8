// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.query;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.log.LogName;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.audit.SeenJobs;
import io.slipway.master.log.JobWatch;
import io.slipway.master.log.LogFiles;
import io.slipway.master.log.LogSlice;
import io.slipway.master.store.AttemptRow;
import io.slipway.master.store.AttemptStore;
import io.slipway.master.store.JobRow;
import io.slipway.master.store.JobStore;
import io.slipway.master.store.LogStore;
import io.slipway.master.store.LogStore.LogRow;
import io.slipway.master.store.Stores;
import io.slipway.master.store.TaskStore;
import io.slipway.master.store.TaskStore.TaskRow;
import java.util.List;
import java.util.Optional;

/** The logs of jobs, for who may read them. A log that has no bytes yet is empty; one that never can have any is unknown. */
public final class LogQuery {
    private static final int MOST_AT_ONCE = 4 << 20;

    private final JobStore jobs;
    private final TaskStore tasks;
    private final AttemptStore attempts;
    private final LogStore logs;
    private final LogFiles files;
    private final SeenJobs seenJobs;
    private final JobWatch watch;

    public LogQuery(Stores stores, LogFiles files, SeenJobs seenJobs, JobWatch watch) {
        this.seenJobs = seenJobs;
        this.jobs = stores.jobs();
        this.tasks = stores.tasks();
        this.attempts = stores.attempts();
        this.logs = stores.logs();
        this.files = files;
        this.watch = watch;
    }

    /** @param number of the attempt, 0 for the newest */
    public LogSlice read(Caller caller, JobId job, int number, LogName log, long offset, int most) {
        JobRow row = seen(caller, job);
        if (offset < 0 || most < 0) {
            throw new ProblemException(
                    Problem.RANGE_ILLEGAL,
                    "Reading log `%s` of job %s from `%d`: 0 or more is allowed".formatted(log, job, offset));
        }
        requireKnown(row, number, log);
        int attempt = number == 0 ? newest(row, log) : number;
        if (attempt == 0) {
            return new LogSlice(offset, new byte[0], 0, row.status().isTerminal());
        }
        // Asked before the file is read, so that "closed" is never said of bytes that were not there yet.
        boolean closed = isClosed(job, attempt, log);
        LogSlice slice = files.read(job, attempt, log, offset, Math.min(most, MOST_AT_ONCE));
        return new LogSlice(slice.offset(), slice.bytes(), slice.length(), closed);
    }

    /** Wakes {@code listener} when anything of the job changes. */
    public AutoCloseable watch(Caller caller, JobId job, Runnable listener) {
        seen(caller, job);
        return watch.subscribe(job, listener);
    }

    private JobRow seen(Caller caller, JobId job) {
        JobRow row = jobs.find(job).orElseThrow(() -> Permissions.unknown(job));
        Permissions.see(caller, row, Permissions.LOGS_READ);
        seenJobs.seen(caller, row);
        return row;
    }

    /** The attempt that ran the task last: a restart keeps the tasks that had succeeded. */
    private int newest(JobRow row, LogName log) {
        return tasks.of(List.of(row.id())).getOrDefault(row.id(), List.of()).stream()
                .filter(task -> LogName.of(task.name()).equals(log) && task.attempt() != null)
                .map(TaskRow::attempt)
                .findFirst()
                .orElse(row.attempt());
    }

    private void requireKnown(JobRow row, int number, LogName log) {
        boolean known = log.isSetup()
                || tasks.of(List.of(row.id())).getOrDefault(row.id(), List.of()).stream()
                        .anyMatch(task -> LogName.of(task.name()).equals(log));
        if (!known || number < 0 || number > row.attempt()) {
            throw new ProblemException(
                    Problem.LOG_UNKNOWN,
                    "Reading log `%s` of attempt %d at job %s: it has %d attempts, and logs `setup` and of its tasks"
                            .formatted(log, number, row.id(), row.attempt()));
        }
    }

    private boolean isClosed(JobId job, int number, LogName log) {
        Optional<LogRow> row = logs.find(job, number, log);
        if (row.isPresent() && row.get().closed()) {
            return row.get().missing() == 0 || ended(job, number);
        }
        return ended(job, number);
    }

    private boolean ended(JobId job, int number) {
        return attempts.of(job).stream()
                .filter(attempt -> attempt.ref().number() == number)
                .noneMatch(AttemptRow::isLive);
    }
}
