// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.trigger;

import io.slipway.job.JobStatus;
import io.slipway.master.store.AttemptRow;
import io.slipway.master.store.JobRow;
import io.slipway.master.store.TaskStore.TaskRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Subject and text of the e-mail that tells an end. */
record Letter(String subject, String text) {
    private static final String NO_TAGS = "slipway";
    /** Tasks that integrations put in front of a user's. */
    private static final String HIDDEN = "_";

    private static final int MINUTE = 60;
    private static final int HOUR = 3_600;

    static Letter of(EndedJob job, Addresses addresses) {
        JobRow row = job.row();
        List<String> parts = new ArrayList<>();
        parts.add("%sJob #%s of ~%s: %s %s."
                .formatted(
                        row.tags().isEmpty() ? "" : joined(row.tags()) + " | ",
                        row.id(),
                        row.owner(),
                        row.status().word(),
                        when(job.attempt())));
        if (!row.note().isBlank()) {
            parts.add(row.note().strip());
        }
        parts.add(addresses.page(row));
        String tasks = job.tasks().stream()
                .filter(task -> !task.name().value().startsWith(HIDDEN))
                .map(Letter::task)
                .collect(Collectors.joining("  "));
        if (!tasks.isEmpty()) {
            parts.add(tasks);
        }
        String subject = "[%s] job #%s: %s"
                .formatted(headTags(row.tags()), row.id(), row.status().word());
        return new Letter(subject, String.join("\n\n", parts) + "\n");
    }

    static Letter of(EndedGroup group, Addresses addresses) {
        String status = group.status().word();
        List<String> tags = group.commonTags();
        List<String> parts = new ArrayList<>();
        parts.add("%sGroup #%s of ~%s: %s after %s."
                .formatted(
                        tags.isEmpty() ? "" : joined(tags) + " | ",
                        group.row().id(),
                        group.row().owner(),
                        status,
                        words(Duration.between(group.row().created(), group.at()))));
        if (!group.row().note().isBlank()) {
            parts.add(group.row().note().strip());
        }
        parts.add(group.jobs().stream()
                .map(job -> "%s #%s %s %s\n  %s"
                        .formatted(
                                mark(job.status()),
                                job.id(),
                                job.status().word(),
                                job.tags().isEmpty() ? job.image() : joined(job.tags()),
                                addresses.page(job)))
                .collect(Collectors.joining("\n")));
        parts.add(addresses.page(group.row()));
        String subject =
                "[%s] group #%s: %s".formatted(headTags(tags), group.row().id(), status);
        return new Letter(subject, String.join("\n\n", parts) + "\n");
    }

    private static String headTags(List<String> tags) {
        return tags.isEmpty() ? NO_TAGS : joined(tags);
    }

    private static String joined(List<String> tags) {
        return String.join("/", tags);
    }

    private static String when(AttemptRow attempt) {
        if (attempt == null) {
            return "while it waited";
        }
        return attempt.started() == null || attempt.ended() == null
                ? "before its runner had begun"
                : "after " + words(Duration.between(attempt.started(), attempt.ended()));
    }

    /** In whole seconds; a runner's clock may go back. */
    private static String words(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < MINUTE) {
            return seconds + " s";
        }
        return seconds < HOUR
                ? "%d min %d s".formatted(seconds / MINUTE, seconds % MINUTE)
                : "%d h %d min".formatted(seconds / HOUR, seconds % HOUR / MINUTE);
    }

    private static String task(TaskRow task) {
        String mark = switch (task.status()) {
            case SUCCESS -> "✓";
            case FAILED -> "✗";
            case PENDING, RUNNING, SKIPPED -> "-";
        };
        return "%s %s".formatted(mark, task.name().value());
    }

    private static String mark(JobStatus status) {
        return status == JobStatus.SUCCESS ? "✓" : "✗";
    }
}
