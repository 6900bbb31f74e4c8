// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.plan;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a job is written for a kind of guest, and how the marks that it prints there are read. */
public interface Dialect {
    /** The image that the jobs run in. */
    String image();

    /** The script of steps. */
    String script(String task, List<Step> steps);

    /** Reads a line of a task's log; empty when it is no mark. */
    Optional<Mark> read(String line);

    /** Whether nothing but marks is in the logs of tasks, and a mark says which attempt and epoch it belongs to. */
    boolean isExact();

    /** The origin of the marks of an attempt, when {@link #isExact}. */
    static String origin(int attempt, long epoch) {
        return attempt + "/" + epoch;
    }

    /**
     * A mark as it was printed.
     *
     * @param origin the same for all marks that one run of a script printed
     * @param line counted through the task, from 1
     */
    record Mark(String origin, String task, int line) {}

    /**
     * The whole manifest.
     *
     * @param webhook who is told of every end
     */
    default String manifest(PlannedJob job, URI webhook) {
        StringBuilder manifest = new StringBuilder("image: %s%ntasks:%n".formatted(image()));
        for (PlannedTask task : job.tasks()) {
            manifest.append("  - %s: |%n".formatted(task.name()))
                    .append(script(task.name(), task.steps())
                            .lines()
                            .collect(Collectors.joining("\n      ", "      ", "\n")));
        }
        if (!job.artifact().isEmpty()) {
            manifest.append("artifacts: [%s]%n".formatted(PlannedJob.ARTIFACT));
        }
        manifest.append("triggers: [{action: webhook, condition: always, url: '%s'}]%n".formatted(webhook));
        return manifest.toString();
    }
}
