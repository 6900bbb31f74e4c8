// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.job;

import io.slipway.job.Phase;
import io.slipway.log.LogName;
import io.slipway.master.query.JobView;
import io.slipway.master.query.JobView.AttemptView;
import io.slipway.master.query.JobView.LogView;
import io.slipway.master.query.JobView.RestartView;
import io.slipway.task.TaskStatus;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Words for what the page shows. */
final class Sentences {
    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB"};
    private static final double STEP = 1024;

    private Sentences() {}

    /** What somebody asked for after the job had ended, or what went on by itself. */
    static String of(RestartView restart) {
        if (restart.task() == null) {
            return "Run again from the start.";
        }
        return how(restart)
                .formatted(restart.task(), restart.attempt(), restart.editedScript() ? ", with an edited script" : "");
    }

    private static String how(RestartView restart) {
        if (restart.automatic()) {
            return "Its runner was killed and came back: went on from task %s of attempt %d%s.";
        }
        return restart.standing()
                ? "Went on with task %s in the guest of attempt %d, which stood by%s."
                : "Restarted from task %s of attempt %d%s.";
    }

    /** Where a job stands. */
    static String of(JobView job) {
        return switch (job.status()) {
            case PENDING -> "Waits to be started.";
            case QUEUED ->
                job.newestAttempt()
                        .filter(attempt -> attempt.ended() == null)
                        .map(attempt -> "Was handed to runner `%s`.".formatted(attempt.runner()))
                        .orElse("Waits for a free runner that offers `%s`.".formatted(job.image()));
            case RUNNING ->
                job.newestAttempt().map(attempt -> running(job, attempt)).orElse("Waits for its runner to begin.");
            case SUCCESS -> ended(job, "All tasks succeeded.");
            case FAILED -> ended(job, "Failed.");
            case TIMEOUT -> ended(job, "The deadline passed.");
            case CANCELLED -> ended(job, "Cancelled before a runner had it.");
        };
    }

    private static String ended(JobView job, String otherwise) {
        return job.newestAttempt()
                .map(AttemptView::outcome)
                .filter(outcome -> !outcome.isEmpty())
                .orElse(otherwise);
    }

    private static String running(JobView job, AttemptView attempt) {
        Phase phase = PhaseLine.current(attempt).map(PhaseLine::phase).orElse(Phase.TEARDOWN);
        return switch (phase) {
            case GUEST -> "Boots a guest of `%s` on runner `%s`.".formatted(job.image(), attempt.runner());
            case PREPARE -> "Prepares the guest: environment, packages, sources.";
            case TASKS ->
                job.tasks().stream()
                        .filter(task -> task.status() == TaskStatus.RUNNING)
                        .map(task -> "Runs task `%s`.".formatted(task.name().value()))
                        .findFirst()
                        .orElse("Runs its tasks.");
            case ARTIFACTS -> "Collects the artifacts.";
            case TEARDOWN -> "Throws the guest away.";
        };
    }

    /** What is not there of the newest attempt's logs, though the attempt ended. */
    static List<String> gaps(JobView job) {
        return job.newestAttempt()
                .filter(attempt -> attempt.ended() != null)
                .map(attempt -> gaps(job, attempt))
                .orElse(List.of());
    }

    private static List<String> gaps(JobView job, AttemptView attempt) {
        var logs = attempt.logs().stream().collect(Collectors.toMap(LogView::name, Function.identity()));
        Stream<LogName> begun =
                job.tasks().stream().filter(task -> task.started() != null).map(task -> LogName.of(task.name()));
        return Stream.concat(attempt.started() == null ? Stream.of() : Stream.of(LogName.SETUP), begun)
                .map(name -> gap(name, logs.get(name)))
                .filter(sentence -> !sentence.isEmpty())
                .toList();
    }

    /** @param log null when no byte of it came */
    private static String gap(LogName name, LogView log) {
        String which = name.isSetup() ? "The set-up log" : "The log of task `%s`".formatted(name.value());
        if (log == null || !log.closed()) {
            return which + " is not whole: its end did not come from the runner.";
        }
        return log.missing() > 0 ? "%s is not whole: %s are missing.".formatted(which, size(log.missing())) : "";
    }

    static String size(long bytes) {
        if (bytes < STEP) {
            return bytes + " B";
        }
        double size = bytes;
        int unit = -1;
        while (size >= STEP && unit < UNITS.length - 1) {
            size /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", size, UNITS[unit]);
    }
}
