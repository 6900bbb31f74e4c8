// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What checkpoints cost a job of ten tasks that compute for about five seconds each, beside the same job without; and how long a
 * restart from the failed task takes to its first output. Real guests, one after the other.
 *
 * <p>Arguments: way ({@code plain} or {@code checkpointed}), number of jobs, origin, token file, the runner's log, JSON file.
 * {@code plain} first: what it has written to the JSON file is kept.
 */
public final class Checkpoint {
    private static final int TASKS = 10;
    private static final int RESTARTS = 3;
    private static final Pattern PAUSE = Pattern.compile("the guest stood still for (\\d+) ms");
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final String way;
    private final Master master;
    private final Path runnerLog;

    private Checkpoint(String way, Master master, Path runnerLog) {
        this.way = way;
        this.master = master;
        this.runnerLog = runnerLog;
    }

    public static void main(String[] arguments) throws Exception {
        Master master = new Master(
                URI.create(arguments[2]),
                Files.readAllLines(Path.of(arguments[3])).get(0).strip());
        Figures figures = Figures.read(Path.of(arguments[5]));
        new Checkpoint(arguments[0], master, Path.of(arguments[4])).run(Integer.parseInt(arguments[1]), figures);
        figures.write(Path.of(arguments[5]));
    }

    private void run(int jobs, Figures figures) throws IOException, InterruptedException {
        ended(submit("image: debian/bookworm\ntasks:\n  - warm: |\n      sleep 60\n"));
        List<Double> seconds = new ArrayList<>();
        for (int n = 1; n <= jobs; n++) {
            seconds.add(tasksOf(ended(submit(tenTasks()))));
            System.out.printf("  %s: job %d of %d, its tasks took %.2f s%n", way, n, jobs, seconds.get(n - 1));
        }
        double median = median(seconds);
        figures.add(way + "_s", median, "all tasks, begin to end, median of %d jobs".formatted(jobs));
        if ("checkpointed".equals(way)) {
            List<Double> pauses = pauses();
            figures.add("overhead_pct", (median / figures.get("plain_s") - 1) * 100, "of checkpointed over plain");
            figures.add("pause_p50_ms", median(pauses), "the guest stood still, n = %d".formatted(pauses.size()));
            List<Double> restarts = new ArrayList<>();
            for (int n = 1; n <= RESTARTS; n++) {
                restarts.add(restart());
            }
            figures.add("restart_first_byte_ms", median(restarts), "POST to first byte of the task, n = " + RESTARTS);
        }
    }

    private static String tenTasks() {
        StringBuilder manifest = new StringBuilder("image: debian/bookworm\ntasks:\n");
        for (int n = 1; n <= TASKS; n++) {
            manifest.append(
                    "  - t%d: |\n      set +x\n      for ((i = 0; i < 300000; i++)); do :; done\n".formatted(n));
        }
        return manifest.toString();
    }

    /** @return how long until the restarted task's first byte was there, in milliseconds */
    private double restart() throws IOException, InterruptedException {
        long job = submit("""
                image: debian/bookworm
                tasks:
                  - lasts: sleep 12
                  - fails: |
                      echo begins
                      sleep 3
                      test -e /nowhere
                """);
        ended(job);
        Instant until = Instant.now().plus(LONGEST);
        while (!"fails".equals(master.job(job).path("checkpoint").path("task").asText())) {
            if (Instant.now().isAfter(until)) {
                throw new IllegalStateException("no checkpoint of job " + job);
            }
            Thread.sleep(200);
        }
        Instant asked = Instant.now();
        master.restart(job);
        double millis = Duration.between(asked, master.firstByte(job, "fails")).toNanos() / 1e6;
        ended(job);
        return millis;
    }

    private long submit(String manifest) throws IOException, InterruptedException {
        long job = master.submit(manifest);
        while (job < 0) {
            Thread.sleep(200);
            job = master.submit(manifest);
        }
        return job;
    }

    private JsonNode ended(long job) throws IOException, InterruptedException {
        Instant until = Instant.now().plus(LONGEST);
        while (Instant.now().isBefore(until)) {
            JsonNode now = master.job(job);
            if (List.of("success", "failed").contains(now.path("status").asText())) {
                return now;
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException("job %d does not end".formatted(job));
    }

    /** From the begin of the first task to the end of the last, in seconds. */
    private static double tasksOf(JsonNode job) {
        if (!"success".equals(job.path("status").asText())) {
            throw new IllegalStateException("the job failed: " + job);
        }
        JsonNode tasks = job.path("tasks");
        Instant began = Instant.parse(tasks.path(0).path("started").asText());
        Instant ended = Instant.parse(tasks.path(TASKS - 1).path("ended").asText());
        return Duration.between(began, ended).toNanos() / 1e9;
    }

    private List<Double> pauses() throws IOException {
        return PAUSE.matcher(Files.readString(runnerLog))
                .results()
                .map(found -> Double.valueOf(found.group(1)))
                .toList();
    }

    private static double median(List<Double> values) {
        return Figures.quantile(values.stream().mapToDouble(Double::doubleValue).toArray(), 0.5);
    }
}
