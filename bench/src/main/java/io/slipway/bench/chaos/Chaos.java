// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos;

import io.slipway.bench.Figures;
import io.slipway.bench.chaos.check.Evidence;
import io.slipway.bench.chaos.check.Invariant;
import io.slipway.bench.chaos.check.JobCheck;
import io.slipway.bench.chaos.check.Judge.Subject;
import io.slipway.bench.chaos.part.Links;
import io.slipway.bench.chaos.part.Parts;
import io.slipway.bench.chaos.part.RedisDoor;
import io.slipway.bench.chaos.plan.Dialect;
import io.slipway.bench.chaos.plan.Plan;
import io.slipway.bench.chaos.plan.PlannedRun;
import io.slipway.bench.chaos.plan.Planner;
import io.slipway.bench.chaos.watch.FollowedJob;
import io.slipway.bench.chaos.watch.Ledger;
import io.slipway.bench.chaos.watch.MasterApi;
import io.slipway.bench.chaos.watch.Webhook;
import io.slipway.runner.process.ProcessLauncher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * Proves that no job is ever lost, whatever is killed: carries out a plan on a stack of its own, and checks what became of every job.
 *
 * <p>Argument: the file that says what {@link Setup} holds. Exit code 1 when something did not hold, 2 when it could not go on.
 */
public final class Chaos {
    private static final int TRIES = 5;
    private static final int BROKE_OFF = 2;

    private final Setup setup;
    private final Plan plan;
    private final Dialect dialect;
    private final Report report = new Report();
    private final ExecutorService threads = Executors.newCachedThreadPool(Chaos::thread);
    private final Parts parts;
    private final Ledger ledger;
    private final RedisDoor redis;
    private final Leftovers leftovers;
    private final Instant began = Instant.now();
    /** Jobs of earlier runs that have not ended yet, as planned. */
    private final List<FollowedJob> carried = new ArrayList<>();

    private Chaos(Setup setup) {
        this.setup = setup;
        this.plan = new Planner(setup.seed(), setup.conditions()).plan(setup.runs());
        this.dialect = setup.dialect();
        this.parts = new Parts(setup.script(), new ProcessLauncher(threads));
        this.ledger = new Ledger(setup.port("postgresql"), setup.password("postgresql"));
        this.redis = new RedisDoor(setup.port("redis"), setup.password("redis"));
        this.leftovers = new Leftovers(setup, parts, ledger);
    }

    public static void main(String[] arguments) {
        Chaos chaos = new Chaos(Setup.read(Path.of(arguments[0])));
        int code = BROKE_OFF;
        try {
            chaos.perform();
            code = chaos.report.violations() == 0 ? 0 : 1;
        } catch (InterruptedException | ExecutionException | SQLException | IOException | RuntimeException e) {
            System.out.println("  It could not go on: " + e.getMessage());
            e.printStackTrace();
        }
        System.exit(code);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "chaos");
        thread.setDaemon(true);
        return thread;
    }

    private void perform() throws InterruptedException, ExecutionException, SQLException, IOException {
        System.out.printf(
                "  Seed %d, %d runs with %s guests, plan %s%n",
                plan.seed(), setup.runs(), setup.real() ? "real" : "fake", plan.digest());
        try (Links links = new Links(setup.runners(), setup::port);
                Webhook webhook = Webhook.open(threads)) {
            start();
            MasterApi api = new MasterApi(setup.origin(), setup.settings().text("token"));
            Wellness wellness = new Wellness(setup, parts, ledger, redis, api);
            Breaker breaker = new Breaker(parts, links, redis, setup.runners());
            FollowedJob.Means means = new FollowedJob.Means(api, ledger, webhook, dialect, report);
            requireWell(wellness, Subject.STACK);
            for (PlannedRun planned : plan.runs()) {
                ChaosRun run = new ChaosRun(planned, breaker, means, report, threads);
                Instant runBegan = Instant.now();
                run.perform(plan.seed());
                requireWell(wellness, run.subject());
                complain(run.await(longest()));
                carried.addAll(run.jobs());
                String ends = settle();
                checkUnended();
                report.ran();
                System.out.printf(
                        "  run %d of %d: %s; %s; %.1f s%n",
                        planned.number(), setup.runs(), run, ends, seconds(runBegan));
            }
            finish();
        }
    }

    /** The servers run already; what goes through the forwarders to them is started now. */
    private void start() throws SQLException, InterruptedException {
        say("Starting the master");
        parts.start("master");
        parts.issueToken();
        Retried.<Object>of(TRIES, () -> {
            ledger.install();
            return true;
        });
        say("Starting " + String.join(" and ", setup.runners()));
        setup.runners().forEach(parts::start);
    }

    private static void say(String sentence) {
        System.out.println("  " + sentence);
    }

    private void requireWell(Wellness wellness, Subject subject) throws InterruptedException {
        List<String> unwell = wellness.await();
        report.checked(Invariant.NOTHING_LEFT, subject, unwell);
        if (!unwell.isEmpty()) {
            throw new IllegalStateException("A part did not come back: " + unwell);
        }
    }

    private Duration longest() {
        return setup.real() ? Duration.ofMinutes(15) : Duration.ofMinutes(3);
    }

    /** Of jobs that have not ended long after everything was mended. */
    private void complain(List<FollowedJob> jobs) throws SQLException, InterruptedException {
        for (FollowedJob job : jobs) {
            report.checked(
                    Invariant.ONE_END,
                    job.subject(),
                    List.of("it has not ended %d s after everything was mended; its note is `%s`"
                            .formatted(longest().toSeconds(), job.note())));
            Report.explain(Retried.of(TRIES, () -> ledger.facts(job.id())), files(job.id()));
        }
    }

    private static double seconds(Instant since) {
        return Duration.between(since, Instant.now()).toMillis() / 1000.0;
    }

    /** Checks the jobs that have ended since the last time. @return how they ended, in words */
    private String settle() throws SQLException, InterruptedException {
        List<FollowedJob> ended = carried.stream().filter(FollowedJob::hasEnded).toList();
        carried.removeAll(ended);
        List<String> ends = new ArrayList<>();
        for (FollowedJob job : ended) {
            Evidence evidence = Retried.of(TRIES, job::gather);
            new JobCheck(job.planned(), dialect, evidence).tell(report, job.subject());
            report.checked(Invariant.NOTHING_LEFT, job.subject(), leftovers.ofJob(job.id()));
            report.ended(job.subject(), evidence, files(job.id()));
            ends.add("%d %s".formatted(job.id(), evidence.facts().status()));
        }
        return ends.isEmpty() ? "no job has ended" : String.join(", ", ends);
    }

    /** Nobody is told of an end that has not come. */
    private void checkUnended() throws SQLException, InterruptedException {
        for (FollowedJob job : carried) {
            if (job.id() > 0) {
                report.checked(Invariant.DELIVERED, job.subject(), Retried.of(TRIES, job::toldTooMuch));
            }
        }
    }

    /** Where to look for what happened to a job. */
    private List<String> files(long job) {
        List<String> files = new ArrayList<>();
        files.add(setup.home().resolve("master/logs/" + job).toString());
        setup.runners()
                .forEach(runner -> files.add(
                        setup.home().resolve(runner).resolve("logs/" + job).toString()));
        files.add(setup.home().resolve("log").toString());
        return files;
    }

    /** Waits for what was carried on from run to run, and looks at what is left then. */
    private void finish() throws InterruptedException, SQLException, IOException {
        say("Waiting for %d jobs that end later".formatted(carried.size()));
        Instant until = Instant.now().plus(longest());
        while (carried.stream().anyMatch(job -> !job.hasEnded())
                && Instant.now().isBefore(until)) {
            Thread.sleep(100);
        }
        settle();
        carried.forEach(
                job -> report.checked(Invariant.ONE_END, job.subject(), List.of("it has not ended in the end")));
        report.checked(Invariant.NOTHING_LEFT, Subject.STACK, leftovers.ofStack());
        report.checked(Invariant.DELIVERED, Subject.STACK, leftovers.ofDeliveries());
        report.print();
        Figures figures = new Figures();
        report.addTo(figures);
        Ledger.Counts counts = Retried.of(TRIES, ledger::counts);
        figures.add("attempts", counts.attempts(), "");
        figures.add("went_on", counts.wentOn(), "attempts that began at a checkpoint by themselves");
        figures.add("restarted", counts.restarted(), "attempts that began at a checkpoint because somebody asked");
        figures.add("refused", refused(), "attempts of which the master's log says that an event was refused");
        figures.add("duration_s", seconds(began), "");
        figures.add("seed", plan.seed(), "the plan is " + plan.digest());
        figures.write(setup.figures());
    }

    /** The master's log names the first refused event of each attempt and runner. */
    private long refused() throws IOException {
        long count = 0;
        try (Stream<Path> logs = Files.list(setup.home().resolve("log"))) {
            for (Path log : logs.filter(path -> path.getFileName().toString().startsWith("master"))
                    .toList()) {
                try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
                    count += lines.filter(line -> line.contains("Refusing `")).count();
                }
            }
        }
        return count;
    }
}
