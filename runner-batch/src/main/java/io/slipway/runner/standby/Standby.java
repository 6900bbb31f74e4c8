// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.standby;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.message.HeldCheckpoint;
import io.slipway.message.StandingGuest;
import io.slipway.runner.step.AttemptRun;
import io.slipway.runner.step.Finish;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Guests of attempts that have ended, which stand by: outside the slots, for a time, bounded in number. After a failure a guest waits
 * for its job's owner; after success only when the manifest says {@code shell: true}, until the attempt's deadline.
 *
 * <p>What ends here ends as any other guest: its newest checkpoint is kept. Safe for many threads.
 */
public final class Standby implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Standby.class.getName());

    private final StandbySettings settings;
    private final Duration checkpointExpiry;
    private final Clock clock;
    private final Ears ears;
    private final Map<JobId, Standing> standing = new LinkedHashMap<>();
    private final Set<JobId> clearing = ConcurrentHashMap.newKeySet();
    private boolean closed;

    /** Who hears what happens here. */
    public interface Ears {
        /** Other guests stand by than before, or for another time. */
        void changed();

        /** An attempt has ended and nothing of it is left but what is kept. */
        void cleared(AttemptRef attempt);

        /** How a person logs in to the guest of a job; empty when that is not possible. */
        Optional<String> command(JobId job);
    }

    /** @param checkpointExpiry how long the checkpoint of a guest is kept after it has ended */
    public Standby(StandbySettings settings, Duration checkpointExpiry, Clock clock, Ears ears) {
        this.settings = settings;
        this.checkpointExpiry = checkpointExpiry;
        this.clock = clock;
        this.ears = ears;
    }

    /** What the set-up log says last of an attempt that ends so; empty when its guest will not stand by. */
    public String lastWords(AttemptRun run, Outcome outcome) {
        if (!isWanted(run, outcome)) {
            return "";
        }
        String until =
                "The guest stands by until %s.".formatted(until(run, outcome).truncatedTo(ChronoUnit.SECONDS));
        return ears.command(run.attempt().job())
                .map(command -> until + " Log in to it with:\n  " + command)
                .orElse(until);
    }

    /**
     * Has the guest of an attempt that has ended stand by from now on, if it is to; {@link #makeRoom} or {@link #clearAway} follows.
     *
     * @return whether it does
     */
    public boolean admit(AttemptRun run, Outcome outcome) {
        if (!isWanted(run, outcome)) {
            return false;
        }
        run.endPhase();
        Standing before;
        synchronized (this) {
            if (closed) {
                return false;
            }
            before = standing.put(run.attempt().job(), new Standing(run, outcome, until(run, outcome)));
        }
        if (before != null) {
            end(before, "its job has another one");
        }
        if (outcome.status() == JobStatus.SUCCESS) {
            // Nobody goes on from it: nothing of it is to be found after the runner was killed.
            ears.cleared(run.attempt());
        }
        ears.changed();
        return true;
    }

    /** Throws a guest away that does not stand by, or keeps its checkpoint. */
    public void clearAway(AttemptRun run, Outcome outcome) {
        JobId job = run.attempt().job();
        clearing.add(job);
        try {
            new Finish(run).clearAway(outcome);
        } finally {
            clearing.remove(job);
        }
        ears.cleared(run.attempt());
    }

    /** Ends those that are too many and that nobody is in, the oldest first. */
    public void makeRoom() {
        for (Standing one : all()) {
            if (guests().size() > settings.most() && one.endIfIdle()) {
                ended(one, "a newer one needs its place");
            }
        }
    }

    private boolean isWanted(AttemptRun run, Outcome outcome) {
        boolean asked = outcome.status() == JobStatus.SUCCESS && run.manifest().shell();
        boolean failed = outcome instanceof Outcome.TaskFailed || outcome instanceof Outcome.StepFailed;
        return (asked || failed)
                && run.isReached()
                && !run.wasInterrupted()
                && !settings.time().isZero()
                && settings.most() > 0;
    }

    private Instant until(AttemptRun run, Outcome outcome) {
        return outcome.status() == JobStatus.SUCCESS
                ? run.deadline()
                : clock.instant().plus(settings.time());
    }

    private synchronized List<Standing> all() {
        return new ArrayList<>(standing.values());
    }

    private synchronized Optional<Standing> of(JobId job) {
        return Optional.ofNullable(standing.get(job));
    }

    /** Whether the guest of an attempt stands by. */
    public boolean holds(AttemptRef attempt) {
        return of(attempt.job()).filter(one -> one.attempt().equals(attempt)).isPresent();
    }

    /** The jobs whose guests stand by, or are being thrown away or kept. */
    public Set<JobId> jobs() {
        Set<JobId> jobs = new HashSet<>(clearing);
        all().forEach(one -> jobs.add(one.attempt().job()));
        return jobs;
    }

    /** The attempts whose guests stand by now. */
    public List<AttemptRun> runs() {
        return all().stream().map(Standing::run).toList();
    }

    /** Those that stand by now. */
    public List<StandingGuest> guests() {
        return all().stream().map(Standing::told).toList();
    }

    /** The newest checkpoints that they have, as they would be kept. */
    public List<HeldCheckpoint> checkpoints() {
        return all().stream()
                .flatMap(one -> one.run().checkpoints().newest().stream()
                        .map(task -> new HeldCheckpoint(
                                one.attempt(), task, one.told().until().plus(checkpointExpiry))))
                .toList();
    }

    /** Has the guest of an attempt stand by until the attempt's deadline, whoever else wants its place. */
    public void hold(AttemptRef attempt) {
        of(attempt.job()).filter(one -> one.attempt().equals(attempt)).ifPresent(Standing::hold);
        ears.changed();
    }

    /**
     * Hands the guest of an attempt on.
     *
     * @return the attempt that had it; empty when it does not stand by any more
     */
    public Optional<AttemptRun> take(AttemptRef attempt) {
        Optional<Standing> found =
                of(attempt.job()).filter(one -> one.attempt().equals(attempt)).filter(Standing::handOn);
        found.ifPresent(this::forget);
        return found.map(Standing::run);
    }

    /** Ends the guest of a job, if one stands by; returns when its checkpoint is kept. */
    public void release(JobId job, String why) {
        of(job).ifPresent(one -> end(one, why));
    }

    /** Ends the guest of an attempt, if it stands by; returns when its checkpoint is kept. */
    public void release(AttemptRef attempt, String why) {
        of(attempt.job()).filter(one -> one.attempt().equals(attempt)).ifPresent(one -> end(one, why));
    }

    /** Ends those whose time is over. */
    public void tend() {
        for (Standing one : all()) {
            if (one.endIfOver(clock.instant())) {
                ended(one, "its time is over");
            }
        }
    }

    private void end(Standing one, String why) {
        one.end();
        ended(one, why);
    }

    private void ended(Standing one, String why) {
        LOG.log(
                System.Logger.Level.INFO,
                "Job {0}: its guest stands by no longer: {1}",
                one.attempt().job(),
                why);
        forget(one);
    }

    private void forget(Standing one) {
        synchronized (this) {
            standing.remove(one.attempt().job(), one);
        }
        ears.cleared(one.attempt());
        ears.changed();
    }

    /**
     * A person logs in to the guest of a job.
     *
     * @return the visit, to be closed at logout; empty when none stands by
     */
    public Optional<Visit> visit(JobId job) {
        Optional<Standing> found = of(job).filter(Standing::enter);
        found.ifPresent(one -> ears.changed());
        return found.map(one -> new Visit(one.run(), () -> leave(one)));
    }

    private void leave(Standing one) {
        if (one.leave(clock.instant(), settings.time())) {
            end(one, "its last visitor has gone");
        } else {
            ears.changed();
        }
    }

    /** A person in a guest. */
    public record Visit(AttemptRun run, Runnable leave) implements AutoCloseable {
        @Override
        public void close() {
            leave.run();
        }
    }

    /** Ends all, and takes no more; their checkpoints are kept. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        all().forEach(one -> end(one, "the runner stops"));
    }
}
