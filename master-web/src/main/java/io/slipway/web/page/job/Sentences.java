// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.job;

import io.slipway.master.query.JobView;
import io.slipway.master.query.JobView.AttemptView;
import java.util.Locale;

/** Words for what the page shows. */
final class Sentences {
    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB"};
    private static final double STEP = 1024;

    private Sentences() {}

    /** Where a job stands that has no outcome yet. */
    static String of(JobView job) {
        return switch (job.status()) {
            case PENDING -> "Waits to be started.";
            case QUEUED -> "Waits for a runner that offers `%s`.".formatted(job.image());
            case RUNNING ->
                "Runs on `%s`."
                        .formatted(job.newestAttempt().map(AttemptView::runner).orElse("a runner"));
            case SUCCESS -> "All tasks succeeded.";
            case FAILED -> "Failed.";
            case TIMEOUT -> "The deadline passed.";
            case CANCELLED -> "Cancelled before a runner had it.";
        };
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
