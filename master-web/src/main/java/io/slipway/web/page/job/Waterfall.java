// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.job;

import io.slipway.job.Phase;
import io.slipway.master.query.JobView;
import io.slipway.master.query.JobView.AttemptView;
import io.slipway.master.query.JobView.TaskView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where the time of an attempt went: its wait in the queue, its phases, and each task in place of the phase of all. */
final class Waterfall {
    private static final double WHOLE = 1000;
    /** Thousandths; a bar that is narrower is not seen. */
    private static final double LEAST = 4;

    private Waterfall() {}

    /**
     * A row.
     *
     * @param kind {@code queue}, the phase in small letters, or {@code task}
     * @param ended null while it goes on
     * @param left where it begins, in thousandths of the whole
     * @param width how long it took, in thousandths of the whole
     */
    public record Bar(String name, String kind, Instant began, Instant ended, double left, double width) {}

    private record Span(String name, String kind, Instant began, Instant ended) {}

    static List<Bar> of(JobView job, AttemptView attempt, Instant now) {
        List<Span> spans = spans(job, attempt);
        Instant first = spans.get(0).began();
        Instant last = spans.stream()
                .map(span -> span.ended() == null ? now : span.ended())
                .max(Instant::compareTo)
                .orElse(now);
        double millis = Math.max(1, Duration.between(first, last).toMillis());
        return spans.stream().map(span -> bar(span, first, now, millis)).toList();
    }

    /** Runner and master may have clocks that differ a little: nothing begins before the first, or ends before it began. */
    private static Bar bar(Span span, Instant first, Instant now, double millis) {
        Instant ended = span.ended() == null ? now : span.ended();
        double left = share(Duration.between(first, span.began()), millis);
        double width = Math.max(LEAST, share(Duration.between(span.began(), ended), millis));
        return new Bar(span.name(), span.kind(), span.began(), span.ended(), Math.min(left, WHOLE - LEAST), width);
    }

    private static double share(Duration time, double millis) {
        return Math.round(Math.max(0, Math.min(WHOLE, time.toMillis() / millis * WHOLE)));
    }

    private static List<Span> spans(JobView job, AttemptView attempt) {
        List<Span> spans = new ArrayList<>();
        spans.add(new Span("queue", "queue", asked(job, attempt), attempt.started()));
        boolean newest = attempt.equals(job.newestAttempt().orElse(null));
        for (PhaseLine phase : PhaseLine.of(attempt)) {
            if (phase.phase() == Phase.TASKS && newest) {
                job.tasks().stream().filter(task -> isOf(attempt, task)).forEach(task -> spans.add(span(task)));
            } else {
                String name = phase.phase().name().toLowerCase(Locale.ROOT);
                spans.add(new Span(name, name, phase.began(), phase.ended()));
            }
        }
        return spans;
    }

    /** A restart keeps tasks of an earlier attempt. */
    private static boolean isOf(AttemptView attempt, TaskView task) {
        return task.started() != null
                && (task.attempt() == null || task.attempt() == attempt.ref().number());
    }

    private static Span span(TaskView task) {
        return new Span(task.name().value(), "task", task.started(), task.ended());
    }

    /** The first attempt was asked for when the job was submitted, a later one by somebody, or when the one before had ended. */
    private static Instant asked(JobView job, AttemptView attempt) {
        if (attempt.restart() != null) {
            return attempt.restart().asked();
        }
        return job.attempts().stream()
                .filter(before -> before.ref().number() == attempt.ref().number() - 1)
                .map(AttemptView::ended)
                .findFirst()
                .orElse(job.created());
    }
}
