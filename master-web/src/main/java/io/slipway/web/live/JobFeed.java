// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.live;

import io.slipway.job.JobId;
import io.slipway.log.LogName;
import io.slipway.master.access.Caller;
import io.slipway.master.ejb.Jobs;
import io.slipway.master.ejb.Logs;
import io.slipway.master.log.LogSlice;
import io.slipway.master.query.JobView;
import io.slipway.master.query.JobView.TaskView;
import io.slipway.master.waiting.Waiting;
import io.slipway.task.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The events that one reader of a job has still to get. Asked for one after the other, by one thread at a time; it reads the job again
 * when it has nothing left.
 */
final class JobFeed {
    private static final int SLICE_BYTES = 48 << 10;
    private static final Duration WHY_EVERY = Duration.ofSeconds(5);

    private final Jobs jobs;
    private final Logs logs;
    private final Caller caller;
    private final JobId job;
    private final long tail;
    private final InstantSource clock;
    private final Map<String, TaskView> told = new HashMap<>();
    private final Set<Integer> whole = new HashSet<>();
    private final Deque<Event> ready = new ArrayDeque<>();
    private Position position;
    private String status = "";
    private Optional<Waiting> waiting = Optional.empty();
    private Instant askedWhy = Instant.EPOCH;
    private boolean ended;

    /**
     * @param position where to go on
     * @param tail of a log that is not begun, only so many bytes; 0 for all
     */
    JobFeed(Jobs jobs, Logs logs, Caller caller, JobId job, Position position, long tail, InstantSource clock) {
        this.jobs = jobs;
        this.logs = logs;
        this.caller = caller;
        this.job = job;
        this.position = position;
        this.tail = tail;
        this.clock = clock;
    }

    /** Whether the last event was given out. */
    boolean isEnded() {
        return ended && ready.isEmpty();
    }

    /** The next event; null when there is none now. */
    Event next() {
        if (ready.isEmpty() && !ended) {
            look();
        }
        return ready.poll();
    }

    private void look() {
        // The order matters: whatever this says, the logs are read after it, so `end` never overtakes bytes.
        JobView view = jobs.find(caller, job);
        int attempt = view.newestAttempt().map(a -> a.ref().number()).orElse(0);
        if (attempt != position.attempt()) {
            position = Position.begin(attempt);
            // Told again though its word be the same: a reader learns from it that the logs begin anew.
            status = "";
            told.clear();
            whole.clear();
        }
        tellStatus(view);
        tellWaiting(view);
        view.tasks().forEach(this::tellTask);
        boolean more = attempt > 0 && readLogs(view, attempt);
        if (view.status().isTerminal() && !more) {
            ready.add(Event.end(position, view));
            ended = true;
        }
    }

    private void tellStatus(JobView view) {
        if (!view.status().word().equals(status)) {
            status = view.status().word();
            ready.add(Event.status(position, view));
            askedWhy = Instant.EPOCH;
        }
    }

    /** What is ahead of a job changes without anything of the job's own; it is looked for now and then. */
    private void tellWaiting(JobView view) {
        Instant now = clock.instant();
        if (!view.status().mayWait() || askedWhy.plus(WHY_EVERY).isAfter(now)) {
            return;
        }
        askedWhy = now;
        Optional<Waiting> found = jobs.waiting(caller, job);
        if (!found.equals(waiting)) {
            found.ifPresent(why -> ready.add(Event.waiting(position, why)));
        }
        waiting = found;
    }

    private void tellTask(TaskView task) {
        TaskView before = told.put(task.name().value(), task);
        if (!task.equals(before)) {
            ready.add(Event.task(position, task));
        }
    }

    /** Takes one slice of each log that has new bytes; says whether there were any. */
    private boolean readLogs(JobView view, int attempt) {
        boolean more = readLog(LogName.SETUP, 0, attempt);
        int log = 0;
        for (TaskView task : view.tasks()) {
            log++;
            if (task.status() != TaskStatus.PENDING && !whole.contains(log)) {
                more |= readLog(LogName.of(task.name()), log, task.attempt() == null ? attempt : task.attempt());
            }
        }
        return more;
    }

    private boolean readLog(LogName name, int log, int attempt) {
        long from = position.at(log);
        if (from == 0 && tail > 0) {
            from = Math.max(0, logs.read(caller, job, attempt, name, 0, 0).length() - tail);
        }
        LogSlice slice = logs.read(caller, job, attempt, name, from, SLICE_BYTES);
        boolean last = slice.closed() && from + slice.bytes().length == slice.length();
        int length = last ? slice.bytes().length : Utf8.whole(slice.bytes());
        if (last) {
            whole.add(log);
        }
        if (length == 0) {
            return false;
        }
        position = position.with(log, from + length);
        ready.add(Event.log(position, name, from, slice.bytes(), length));
        return true;
    }
}
