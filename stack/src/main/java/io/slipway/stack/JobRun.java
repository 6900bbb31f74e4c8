// SPDX-License-Identifier: Apache-2.0
package io.slipway.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * One job from submit to its end: prints its logs as they come, then fetches its artifacts again and compares their digests.
 *
 * <p>{@link #run} is called once, by one thread.
 */
final class JobRun {
    private static final Set<String> ENDED = Set.of("success", "failed", "timeout", "cancelled");
    private static final Set<String> HAS_LOG = Set.of("running", "success", "failed");
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Api api;
    private final PrintStream out;
    private final Clock clock;
    private final Map<String, Long> offsets = new LinkedHashMap<>();
    private String printing = "";
    private int attempt;
    private Duration firstLine = Duration.ZERO;

    JobRun(Api api, PrintStream out, Clock clock) {
        this.api = api;
        this.out = out;
        this.clock = clock;
    }

    /**
     * Runs a manifest.
     *
     * @param downloads where the artifacts are put
     * @return whether the job succeeded and every artifact is what the master says
     */
    boolean run(String manifest, String note, Path downloads) throws ApiException, InterruptedException, IOException {
        Instant began = clock.instant();
        JsonNode submission =
                JsonNodeFactory.instance.objectNode().put("manifest", manifest).put("note", note);
        JsonNode submitted = api.post("/api/jobs", submission);
        submitted
                .path("warnings")
                .forEach(warning ->
                        out.println("warning: " + warning.path("reason").asText()));
        String job = "/api/jobs/" + submitted.path("id").asLong();
        out.println("Job " + submitted.path("id").asLong() + " was submitted.");
        JsonNode ended = follow(job, began);
        boolean whole = new Downloads(api, out).fetchAll(ended.path("artifacts"), downloads);
        summarise(ended, Duration.between(began, clock.instant()));
        return whole && "success".equals(ended.path("status").asText());
    }

    private JsonNode follow(String job, Instant began) throws ApiException, InterruptedException {
        try (EventBell bell = EventBell.listen(api, job + "/events")) {
            while (true) {
                JsonNode now = api.get(job);
                noticeAttempt(now.path("attempts").size());
                boolean printed = printLogs(now);
                if (printed && firstLine.isZero()) {
                    firstLine = Duration.between(began, clock.instant());
                }
                if (ENDED.contains(now.path("status").asText())) {
                    return now;
                }
                bell.await(LOOK_EVERY);
            }
        }
    }

    /** A new attempt begins its logs anew. */
    private void noticeAttempt(int number) {
        if (number > attempt && attempt > 0) {
            out.println("──── the job begins again: attempt " + number);
            offsets.clear();
            printing = "";
        }
        attempt = number;
    }

    private boolean printLogs(JsonNode now) throws ApiException, InterruptedException {
        boolean printed = print("setup", now.path("setup_log").asText(""));
        for (JsonNode task : now.path("tasks")) {
            if (HAS_LOG.contains(task.path("status").asText())) {
                printed |= print(
                        "task " + task.path("name").asText(), task.path("log").asText(""));
            }
        }
        return printed;
    }

    private boolean print(String title, String path) throws ApiException, InterruptedException {
        if (path.isEmpty()) {
            return false;
        }
        byte[] bytes = api.tail(path, offsets.getOrDefault(title, 0L));
        if (bytes.length == 0) {
            return false;
        }
        if (!printing.equals(title)) {
            out.println("──── " + title);
            printing = title;
        }
        out.write(bytes, 0, bytes.length);
        out.flush();
        offsets.merge(title, (long) bytes.length, Long::sum);
        return true;
    }

    private void summarise(JsonNode job, Duration took) {
        out.println("──── job " + job.path("id").asLong() + ": "
                + job.path("status").asText() + " in " + seconds(took));
        if (!firstLine.isZero()) {
            out.println("  first output " + seconds(firstLine) + " after submit");
        }
        for (JsonNode task : job.path("tasks")) {
            String status = task.path("status").asText();
            out.printf("  task %-20s %-8s %s%n", task.path("name").asText(), status, between(task, "started"));
        }
        JsonNode attempts = job.path("attempts");
        JsonNode last = attempts.path(attempts.size() - 1);
        for (JsonNode phase : last.path("phases")) {
            out.printf("  %-25s %-8s %s%n", phase.path("name").asText(), "", between(phase, "began"));
        }
        if (!last.path("outcome").asText().isEmpty()) {
            out.println(last.path("outcome").asText());
        }
        for (JsonNode task : job.path("tasks")) {
            if ("failed".equals(task.path("status").asText())) {
                out.println("Task `" + task.path("name").asText() + "` failed.");
            }
        }
        out.flush();
    }

    /** How long something took, when both its ends are known. */
    private static String between(JsonNode part, String began) {
        if (!part.hasNonNull(began) || !part.hasNonNull("ended")) {
            return "";
        }
        Instant start = Instant.parse(part.path(began).asText());
        return seconds(Duration.between(start, Instant.parse(part.path("ended").asText())));
    }

    private static String seconds(Duration duration) {
        return "%.1f s".formatted(duration.toMillis() / 1000.0);
    }
}
