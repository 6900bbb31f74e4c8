// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.batch;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.Outcome;
import io.slipway.runner.standby.Standby;
import io.slipway.runner.step.AttemptRun;
import io.slipway.runner.step.Finish;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The attempts that this runner holds now, and how the last ones ended. Safe for many threads. */
public final class LiveAttempts {
    private static final int REMEMBERED = 1000;

    private final Map<AttemptRef, AttemptRun> live = new ConcurrentHashMap<>();
    private final Map<AttemptRef, Outcome> ended = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<AttemptRef, Outcome> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final Standby standby;

    /** @param standby is given every attempt when it has ended and its slot is free */
    public LiveAttempts(Standby standby) {
        this.standby = standby;
    }

    /** @return false when the attempt is held already */
    public boolean add(AttemptRun run) {
        return live.putIfAbsent(run.attempt(), run) == null;
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
    public Optional<Outcome> ended(AttemptRef attempt) {
        synchronized (ended) {
            return Optional.ofNullable(ended.get(attempt));
        }
    }

    public List<AttemptRef> attempts() {
        return List.copyOf(live.keySet());
    }

    public Collection<AttemptRun> runs() {
        return new ArrayList<>(live.values());
    }

    AttemptRun run(AttemptRef attempt) {
        return find(attempt).orElseThrow(() -> new IllegalStateException("`%s` is not live".formatted(attempt)));
    }

    /** Ends an attempt. */
    void finish(AttemptRun run, boolean everyStepSucceeded) {
        Outcome outcome = run.outcome(everyStepSucceeded);
        new Finish(run).perform(outcome, standby.lastWords(run, outcome));
        synchronized (ended) {
            ended.put(run.attempt(), outcome);
        }
        live.remove(run.attempt());
        standby.settle(run, outcome);
    }
}
