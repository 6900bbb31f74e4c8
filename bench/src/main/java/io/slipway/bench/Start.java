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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How long a job of one line waits for its guest and its first line of output, in real guests: one after the other, on a machine that
 * does nothing else.
 *
 * <p>Arguments: way ({@code cold}, {@code restored} or {@code pooled}), number of jobs, origin, token file, the runner's log, JSON
 * file. One run a way, cold first: what the runs before have written to the JSON file is kept, and the last compares.
 */
public final class Start {
    private static final int WARM_UP = 2;
    private static final Duration READY = Duration.ofMinutes(5);
    private static final String TASK = "greet";
    private static final String MANIFEST = """
            image: debian/bookworm
            tasks:
              - %s: echo hello
            """.formatted(TASK);

    private final String way;
    private final Master master;
    private final Path runnerLog;

    private Start(String way, Master master, Path runnerLog) {
        this.way = way;
        this.master = master;
        this.runnerLog = runnerLog;
    }

    public static void main(String[] arguments) throws Exception {
        Master master = new Master(
                URI.create(arguments[2]),
                Files.readAllLines(Path.of(arguments[3])).get(0).strip());
        Figures figures = Figures.read(Path.of(arguments[5]));
        new Start(arguments[0], master, Path.of(arguments[4])).run(Integer.parseInt(arguments[1]), figures);
        figures.write(Path.of(arguments[5]));
    }

    private void run(int jobs, Figures figures) throws IOException, InterruptedException {
        while (master.submit(MANIFEST) < 0) {
            Thread.sleep(200);
        }
        for (int n = 1; n < WARM_UP; n++) {
            job();
        }
        List<Course> courses = new ArrayList<>();
        for (int n = 1; n <= jobs; n++) {
            courses.add(job());
            System.out.printf("  %s: %d of %d jobs%n", way, n, jobs);
        }
        print(courses);
        double firstByte = median(courses, Course::firstByte);
        String n = "submit to first byte of task output, %s, n = %d".formatted(way, jobs);
        figures.add(way + "_first_byte_p50_ms", firstByte, n);
        if ("pooled".equals(way)) {
            figures.add("pooled_settled_p50_ms", median(courses, Course::settled), "submit to settled");
            figures.add(
                    "ratio_cold_to_pooled", figures.get("cold_first_byte_p50_ms") / firstByte, "of the first bytes");
            figures.add("pool_guest_mib", poolMemory(), "memory that a guest holds while it waits");
        }
    }

    /**
     * One job, in milliseconds since its submit.
     *
     * @param phases end of each phase that comes before the first byte, in order
     */
    private record Course(Map<String, Double> phases, double firstByte, double settled) {}

    private Course job() throws IOException, InterruptedException {
        if ("pooled".equals(way)) {
            awaitReady();
        }
        Instant submitted = Instant.now();
        long job = master.submit(MANIFEST);
        Master.Followed followed = master.follow(job, TASK);
        JsonNode attempt = master.job(job).path("attempts").path(0);
        Map<String, Double> phases = new LinkedHashMap<>();
        phases.put(
                "dispatch",
                since(submitted, Instant.parse(attempt.path("dispatched").asText())));
        for (JsonNode phase : attempt.path("phases")) {
            String name = phase.path("name").asText();
            if ("guest".equals(name) || "prepare".equals(name)) {
                phases.put(
                        name, since(submitted, Instant.parse(phase.path("ended").asText())));
            }
        }
        return new Course(phases, since(submitted, followed.firstByte()), since(submitted, followed.ended()));
    }

    private static double since(Instant submitted, Instant then) {
        return Duration.between(submitted, then).toNanos() / 1e6;
    }

    /** The runner says when one is ready, and which job has got it. */
    private void awaitReady() throws IOException, InterruptedException {
        Instant until = Instant.now().plus(READY);
        while (lines("is ready (") <= lines("has a guest: ready")) {
            if (Instant.now().isAfter(until)) {
                throw new IllegalStateException("no guest is ready after " + READY.toSeconds() + " s");
            }
            Thread.sleep(100);
        }
        // What made it has ended then, too.
        Thread.sleep(1000);
    }

    private long lines(String words) throws IOException {
        try (Stream<String> lines = Files.lines(runnerLog)) {
            return lines.filter(line -> line.contains(words)).count();
        }
    }

    private void print(List<Course> courses) {
        System.out.printf("  %-28s %10s %10s%n", way + ", ms since submit", "median", "p95");
        for (String phase : courses.get(0).phases().keySet()) {
            print("end of " + phase, courses, course -> course.phases().get(phase));
        }
        print("first byte of the task", courses, Course::firstByte);
        print("settled", courses, Course::settled);
    }

    private static void print(String name, List<Course> courses, Function<Course, Double> value) {
        double[] values = courses.stream().mapToDouble(value::apply).toArray();
        System.out.printf(
                "    %-26s %10.0f %10.0f%n", name, Figures.quantile(values, 0.5), Figures.quantile(values, 0.95));
    }

    private static double median(List<Course> courses, Function<Course, Double> value) {
        return Figures.quantile(courses.stream().mapToDouble(value::apply).toArray(), 0.5);
    }

    /** Resident memory of the guests that wait, a guest. */
    private double poolMemory() throws IOException, InterruptedException {
        awaitReady();
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains("guest=slipway-ready"))
                .mapToDouble(process -> residentMib(process.pid()))
                .average()
                .orElse(0);
    }

    private static double residentMib(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }
}
