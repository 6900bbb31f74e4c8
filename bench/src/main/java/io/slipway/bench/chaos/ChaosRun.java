// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos;

import io.slipway.bench.chaos.check.Judge.Subject;
import io.slipway.bench.chaos.plan.Fault;
import io.slipway.bench.chaos.plan.JobKind;
import io.slipway.bench.chaos.plan.PlannedRun;
import io.slipway.bench.chaos.watch.FollowedJob;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** One run: submits its jobs and breaks things meanwhile, and is over when every part is well and every job it waits for has ended. */
final class ChaosRun {
    private static final long PAUSE_MILLIS = 50;
    private static final int TRIES = 5;

    private final PlannedRun planned;
    private final Breaker breaker;
    private final FollowedJob.Means means;
    private final Report report;
    private final ExecutorService threads;
    private final List<FollowedJob> jobs = new ArrayList<>();

    ChaosRun(PlannedRun planned, Breaker breaker, FollowedJob.Means means, Report report, ExecutorService threads) {
        this.planned = planned;
        this.breaker = breaker;
        this.means = means;
        this.report = report;
        this.threads = threads;
    }

    /** Breaks what is to be broken while the jobs run; returns when everything is mended. @param seed is in the jobs' notes */
    void perform(long seed) throws InterruptedException, ExecutionException {
        for (int n = 0; n < planned.jobs().size(); n++) {
            FollowedJob job = new FollowedJob(
                    planned.number(),
                    planned.jobs().get(n),
                    "chaos %d run %d job %d".formatted(seed, planned.number(), n + 1),
                    means);
            jobs.add(job);
            follow(job, job.planned().after());
        }
        List<Future<?>> faults = new ArrayList<>();
        for (Fault fault : planned.faults()) {
            faults.add(threads.submit(() -> {
                if (breaker.carryOut(fault, place -> jobs.get(place).id())) {
                    report.broke(fault);
                } else {
                    report.missed();
                }
                return true;
            }));
        }
        for (Future<?> fault : faults) {
            fault.get();
        }
    }

    private void follow(FollowedJob job, long after) {
        threads.execute(() -> {
            try {
                Thread.sleep(after);
                job.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Waits for the jobs that end soon. @return those that have not in time */
    List<FollowedJob> await(Duration longest) throws InterruptedException, SQLException {
        Instant until = Instant.now().plus(longest);
        List<FollowedJob> awaited;
        do {
            Thread.sleep(PAUSE_MILLIS);
            awaited = awaited();
            if (awaited.isEmpty()) {
                followStrays();
                awaited = awaited();
            }
        } while (!awaited.isEmpty() && Instant.now().isBefore(until));
        return awaited;
    }

    private List<FollowedJob> awaited() {
        jobs.stream().flatMap(job -> job.stumbled().stream()).findFirst().ifPresent(cause -> {
            throw new IllegalStateException("Following a job of run %d".formatted(planned.number()), cause);
        });
        return jobs.stream()
                .filter(job -> !job.hasEnded() && (job.planned().kind() != JobKind.ENDLESS || job.id() == 0))
                .toList();
    }

    /** Jobs that a submit without an answer has stored after all, beside the one that was submitted again. */
    private void followStrays() throws SQLException, InterruptedException {
        Set<Long> known = jobs.stream().map(FollowedJob::id).collect(Collectors.toSet());
        for (FollowedJob job : jobs()) {
            for (long found : Retried.of(TRIES, () -> means.ledger().noted(job.note()))) {
                if (!known.contains(found)) {
                    FollowedJob stray = job.stray(found);
                    known.add(found);
                    jobs.add(stray);
                    follow(stray, 0);
                }
            }
        }
    }

    /** The jobs, whether they have ended or not. */
    List<FollowedJob> jobs() {
        return List.copyOf(jobs);
    }

    /** What it breaks, in words. */
    @Override
    public String toString() {
        return planned.faults().stream().map(Fault::toString).collect(Collectors.joining(", "));
    }

    /** The subject of what concerns the whole run. */
    Subject subject() {
        return new Subject(planned.number(), 0);
    }
}
