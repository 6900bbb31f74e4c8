// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.batch;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.Outcome;
import io.slipway.message.AttemptAccount;
import io.slipway.pace.Newest;
import io.slipway.runner.standby.Standby;
import io.slipway.runner.step.AttemptRun;
import io.slipway.runner.step.Finish;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The attempts that this runner holds now, and how the last ones ended. Safe for many threads. */
public final class LiveAttempts {
    private static final int REMEMBERED = 1000;

    private final Map<AttemptRef, AttemptRun> live = new ConcurrentHashMap<>();
    private final Set<AttemptRef> reserved = ConcurrentHashMap.newKeySet();
    private final Map<AttemptRef, Ended> ended = Newest.byAge(REMEMBERED);
    private final Standby standby;

    /** How an attempt ended, as the master was told. */
    public record Ended(Outcome outcome, AttemptAccount account) {}

    /** @param standby is given every attempt when it has ended and its slot is free */
    public LiveAttempts(Standby standby) {
        this.standby = standby;
    }

    /**
     * Takes an attempt on whose guest is yet to be made; {@link #add} or {@link #drop} follows.
     *
     * @return false when it is held already, or has ended
     */
    public boolean reserve(AttemptRef attempt) {
        synchronized (reserved) {
            return !live.containsKey(attempt) && ended(attempt).isEmpty() && reserved.add(attempt);
        }
    }

    /** It runs from now on. */
    public void add(AttemptRun run) {
        synchronized (reserved) {
            live.put(run.attempt(), run);
            reserved.remove(run.attempt());
        }
    }

    /** It will not run. */
    public void drop(AttemptRef attempt) {
        reserved.remove(attempt);
    }

    public Optional<AttemptRun> find(AttemptRef attempt) {
        return Optional.ofNullable(live.get(attempt));
    }

    public Optional<AttemptRun> find(JobId job) {
        return live.values().stream()
                .filter(run -> run.attempt().job().equals(job))
                .findFirst();
    }

    /** How an attempt ended, as far as that is remembered. */
    public Optional<Ended> ended(AttemptRef attempt) {
        synchronized (ended) {
            return Optional.ofNullable(ended.get(attempt));
        }
    }

    /** Those that run, and those that are about to. */
    public List<AttemptRef> attempts() {
        synchronized (reserved) {
            return Stream.concat(live.keySet().stream(), reserved.stream()).toList();
        }
    }

    public Collection<AttemptRun> runs() {
        return new ArrayList<>(live.values());
    }

    AttemptRun run(AttemptRef attempt) {
        return find(attempt).orElseThrow(() -> new IllegalStateException("`%s` is not live".formatted(attempt)));
    }

    /** Ends an attempt. Its guest stands by before the attempt is held no longer, so that it is somewhere at every moment. */
    void finish(AttemptRun run, boolean everyStepSucceeded) {
        Outcome outcome = run.decide(everyStepSucceeded);
        AttemptAccount account = new Finish(run).perform(outcome, standby.lastWords(run, outcome));
        boolean stands = standby.admit(run, outcome);
        synchronized (ended) {
            ended.put(run.attempt(), new Ended(outcome, account));
        }
        live.remove(run.attempt());
        if (stands) {
            standby.makeRoom();
        } else {
            standby.clearAway(run, outcome);
        }
    }
}
