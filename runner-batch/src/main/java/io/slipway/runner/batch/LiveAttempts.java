// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.batch;

import io.slipway.job.AttemptRef;
import io.slipway.job.Outcome;
import io.slipway.runner.step.AttemptRun;
import io.slipway.runner.step.Finish;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The attempts that this runner holds now, and how the last ones ended. Safe for many threads. */
public final class LiveAttempts {
    private static final int REMEMBERED = 1000;

    private final Map<String, AttemptRun> live = new ConcurrentHashMap<>();
    private final Map<AttemptRef, Outcome> ended = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<AttemptRef, Outcome> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final Consumer<AttemptRef> afterEnd;

    /** @param afterEnd called when an attempt has ended and its slot is free */
    public LiveAttempts(Consumer<AttemptRef> afterEnd) {
        this.afterEnd = afterEnd;
    }

    /** @return false when the attempt is held already */
    public boolean add(AttemptRun run) {
        return live.putIfAbsent(BatchJob.key(run.attempt()), run) == null;
    }

    public Optional<AttemptRun> find(AttemptRef attempt) {
        return Optional.ofNullable(live.get(BatchJob.key(attempt)));
    }

    /** How an attempt ended, as far as that is remembered. */
    public Optional<Outcome> ended(AttemptRef attempt) {
        synchronized (ended) {
            return Optional.ofNullable(ended.get(attempt));
        }
    }

    public List<AttemptRef> attempts() {
        return live.values().stream().map(AttemptRun::attempt).toList();
    }

    public Collection<AttemptRun> runs() {
        return new ArrayList<>(live.values());
    }

    AttemptRun run(String key) {
        AttemptRun run = live.get(key);
        if (run == null) {
            throw new IllegalStateException("no live attempt `%s`".formatted(key));
        }
        return run;
    }

    /** Ends an attempt; the second call does nothing. */
    public void finish(AttemptRun run, boolean everyStepSucceeded) {
        Finish finish = new Finish(run);
        synchronized (run) {
            if (ended(run.attempt()).isPresent()) {
                return;
            }
            Outcome outcome = finish.perform(everyStepSucceeded);
            synchronized (ended) {
                ended.put(run.attempt(), outcome);
            }
            live.remove(BatchJob.key(run.attempt()));
        }
        afterEnd.accept(run.attempt());
        finish.clearAway();
    }
}
