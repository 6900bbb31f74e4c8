// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.live;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Visibility;
import io.slipway.log.LogName;
import io.slipway.master.access.Caller;
import io.slipway.master.ejb.Jobs;
import io.slipway.master.ejb.Logs;
import io.slipway.master.log.LogSlice;
import io.slipway.master.query.JobView;
import io.slipway.master.query.JobView.AttemptView;
import io.slipway.master.query.JobView.TaskView;
import io.slipway.master.waiting.WaitReason;
import io.slipway.master.waiting.Waiting;
import io.slipway.task.TaskName;
import io.slipway.task.TaskStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** One job with one task, {@code build}, as the job service would show it. */
final class FakeJob {
    static final JobId ID = new JobId(7);
    private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

    private final Map<String, byte[]> bytes = new HashMap<>();
    private JobStatus status = JobStatus.QUEUED;
    private TaskStatus task = TaskStatus.PENDING;
    private int attempts;
    private Waiting waiting;

    void run(JobStatus now, TaskStatus nowTask) {
        status = now;
        task = nowTask;
        attempts = 1;
    }

    void waits(int position, String sentence) {
        waiting = new Waiting(position, WaitReason.SLOTS_BUSY, sentence);
    }

    void nextAttempt() {
        attempts++;
        bytes.clear();
    }

    void log(String name, String text) {
        log(name, text.getBytes(StandardCharsets.UTF_8));
    }

    void log(String name, byte[] whole) {
        bytes.put(name, whole);
    }

    Jobs jobs() {
        return new Jobs() {
            @Override
            public JobView find(Caller caller, JobId job) {
                return view();
            }

            @Override
            public Optional<Waiting> waiting(Caller caller, JobId job) {
                return status == JobStatus.QUEUED ? Optional.ofNullable(waiting) : Optional.empty();
            }
        };
    }

    Logs logs() {
        return new Logs() {
            @Override
            public LogSlice read(Caller caller, JobId job, int attempt, LogName log, long offset, int most) {
                byte[] whole = bytes.getOrDefault(log.value(), new byte[0]);
                int from = (int) Math.min(offset, whole.length);
                int to = Math.min(whole.length, from + most);
                return new LogSlice(offset, Arrays.copyOfRange(whole, from, to), whole.length, status.isTerminal());
            }
        };
    }

    private JobView view() {
        return new JobView(
                ID,
                "ann",
                status,
                Visibility.UNLISTED,
                "",
                List.of(),
                "debian/bookworm",
                "x86_64",
                "",
                THEN,
                THEN,
                IntStream.rangeClosed(1, attempts)
                        .mapToObj(number -> new AttemptView(
                                new AttemptRef(ID, number, number),
                                "r1",
                                THEN,
                                THEN,
                                null,
                                "",
                                List.of(),
                                List.of(),
                                null))
                        .toList(),
                List.of(new TaskView(new TaskName("build"), task, null, null, -1, null)),
                List.of(),
                null,
                null);
    }
}
