// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.event;

import io.slipway.error.Problem;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.master.log.JobWatch;
import io.slipway.master.settle.SettleJob;
import io.slipway.master.settle.SettleJob.Ending;
import io.slipway.master.store.AttemptRow;
import io.slipway.master.store.AttemptStore;
import io.slipway.master.store.JobStore;
import io.slipway.master.store.PhaseStore;
import io.slipway.master.store.PhaseStore.PhaseRow;
import io.slipway.master.store.Stores;
import io.slipway.master.store.TaskStore;
import io.slipway.master.store.TaskStore.TaskMove;
import io.slipway.master.store.Transaction;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.AttemptEvent;
import io.slipway.message.RunnerEvent.LogAbsent;
import io.slipway.message.RunnerEvent.LogAppended;
import io.slipway.message.RunnerEvent.LogClosed;
import io.slipway.message.RunnerEvent.PhaseEnded;
import io.slipway.message.RunnerEvent.TaskMoved;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the events of attempts do. Refuses those of another runner than the attempt's and of an older epoch; passes over those of
 * an attempt that has ended, but for its last log bytes.
 *
 * <p>The first event that is accepted, whichever it is, shows that the runner has begun and makes the job {@code running}.
 */
public final class AttemptEvents {
    private final AttemptStore attempts;
    private final JobStore jobs;
    private final TaskStore tasks;
    private final PhaseStore phases;
    private final LogEvents logs;
    private final SettleJob settle;
    private final Refusals refusals;
    private final Transaction transaction;
    private final JobWatch watch;
    private final Clock clock;

    public AttemptEvents(
            Stores stores,
            LogEvents logs,
            SettleJob settle,
            Refusals refusals,
            Transaction transaction,
            JobWatch watch,
            Clock clock) {
        this.attempts = stores.attempts();
        this.jobs = stores.jobs();
        this.tasks = stores.tasks();
        this.phases = stores.phases();
        this.logs = logs;
        this.settle = settle;
        this.refusals = refusals;
        this.transaction = transaction;
        this.watch = watch;
        this.clock = clock;
    }

    void apply(List<AttemptEvent> told) {
        List<AttemptEvent> events = told.stream().flatMap(AttemptEvents::retold).toList();
        Map<AttemptRef, AttemptRow> rows =
                attempts.lock(events.stream().map(AttemptEvent::attempt).collect(Collectors.toSet())).stream()
                        .collect(Collectors.toMap(AttemptRow::ref, Function.identity()));
        List<AttemptEvent> accepted =
                events.stream().filter(event -> isAccepted(event, rows)).toList();
        List<AttemptEvent> live = accepted.stream()
                .filter(event -> rows.get(event.attempt()).isLive())
                .toList();
        begin(live, rows);
        tasks.move(taskMoves(live));
        phases.insert(phases(accepted));
        logs.apply(accepted);
        settle.settle(endings(live, rows));
        Set<JobId> changed =
                accepted.stream().map(event -> event.attempt().job()).collect(Collectors.toSet());
        transaction.afterCommit(() -> watch.changed(changed));
    }

    /** The end of an attempt tells its tasks and logs once more; what was heard of them before changes nothing. */
    private static Stream<AttemptEvent> retold(AttemptEvent event) {
        return event instanceof AttemptEnded ended
                ? Stream.concat(ended.retold().stream(), Stream.of(event))
                : Stream.of(event);
    }

    private boolean isAccepted(AttemptEvent event, Map<AttemptRef, AttemptRow> rows) {
        AttemptRow row = rows.get(event.attempt());
        if (row == null) {
            refusals.refuse(event, Problem.ATTEMPT_OTHER, "there is no such attempt with that epoch");
            return false;
        }
        if (!row.runner().equals(event.runner())) {
            refusals.refuse(event, Problem.ATTEMPT_OTHER, "the attempt is runner `%s`'s".formatted(row.runner()));
            return false;
        }
        if (row.runnerRevoked()) {
            refusals.refuse(event, Problem.SENDER_REVOKED, "the runner was revoked");
            return false;
        }
        boolean ofLog = event instanceof LogAppended || event instanceof LogClosed || event instanceof LogAbsent;
        if (!row.newest() && !(ofLog && row.goneOnFrom())) {
            refusals.refuse(event, Problem.ATTEMPT_OTHER, "the job was handed over again since");
            return false;
        }
        // The guest is thrown away, and the last phase ends, after the end was told.
        if (row.isLive() || ofLog || event instanceof PhaseEnded) {
            return true;
        }
        refusals.passOver(event, event.attempt(), "the attempt has ended");
        return false;
    }

    private void begin(List<AttemptEvent> live, Map<AttemptRef, AttemptRow> rows) {
        Map<AttemptRef, Instant> begun = new LinkedHashMap<>();
        for (AttemptEvent event : live) {
            if (rows.get(event.attempt()).started() == null) {
                begun.putIfAbsent(event.attempt(), event.at());
            }
        }
        if (!begun.isEmpty()) {
            Instant now = clock.instant();
            attempts.start(begun, now);
            jobs.run(begun.keySet().stream().map(AttemptRef::job).toList(), now);
        }
    }

    private static List<TaskMove> taskMoves(Collection<AttemptEvent> events) {
        List<TaskMove> moves = new ArrayList<>();
        for (AttemptEvent event : events) {
            if (event instanceof TaskMoved moved) {
                moves.add(new TaskMove(
                        moved.attempt().job(),
                        moved.attempt().number(),
                        moved.task(),
                        moved.status(),
                        moved.exitCode(),
                        moved.at()));
            }
        }
        return moves;
    }

    private static List<PhaseRow> phases(Collection<AttemptEvent> events) {
        List<PhaseRow> phases = new ArrayList<>();
        for (AttemptEvent event : events) {
            if (event instanceof PhaseEnded ended) {
                AttemptRef attempt = ended.attempt();
                phases.add(new PhaseRow(attempt.job(), attempt.number(), ended.phase(), ended.began(), ended.at()));
            }
        }
        return phases;
    }

    /** The first end of each attempt. */
    private static List<Ending> endings(Collection<AttemptEvent> events, Map<AttemptRef, AttemptRow> rows) {
        Map<AttemptRef, Ending> endings = new HashMap<>();
        for (AttemptEvent event : events) {
            if (event instanceof AttemptEnded ended) {
                endings.putIfAbsent(
                        ended.attempt(), new Ending(rows.get(ended.attempt()), ended.outcome(), ended.at()));
            }
        }
        return List.copyOf(endings.values());
    }
}
