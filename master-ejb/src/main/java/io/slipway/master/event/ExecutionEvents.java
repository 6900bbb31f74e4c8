// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.event;

import io.slipway.batch.ExecutionRef;
import io.slipway.error.Problem;
import io.slipway.job.AttemptRef;
import io.slipway.master.store.ExecutionStore;
import io.slipway.message.RunnerEvent.ExecutionMoved;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What words about executions do: the newest of each is kept for the batch operator. No job moves by them.
 *
 * <p>Refuses those of an attempt that the runner was never given; those of an attempt that has ended are as good as any, because an
 * execution ends after its attempt was told to have.
 */
public final class ExecutionEvents {
    /** The same for every master, so that two never wait for each other. */
    private static final Comparator<ExecutionMoved> ORDER = Comparator.comparing(
                    (ExecutionMoved event) -> event.runner().value())
            .thenComparing(event -> event.execution().id())
            .thenComparing(ExecutionMoved::at);

    private final ExecutionStore executions;
    private final Refusals refusals;

    public ExecutionEvents(ExecutionStore executions, Refusals refusals) {
        this.executions = executions;
        this.refusals = refusals;
    }

    void apply(List<ExecutionMoved> events) {
        Map<Subject, ExecutionMoved> newest = new HashMap<>();
        for (ExecutionMoved event : events) {
            newest.merge(Subject.of(event), event, (one, other) -> other.at().isBefore(one.at()) ? one : other);
        }
        executions
                .note(newest.values().stream().sorted(ORDER).toList())
                .forEach(event -> refusals.refuse(
                        event,
                        event.execution().attempt(),
                        Problem.ATTEMPT_OTHER,
                        "the runner was never given such an attempt with that epoch, or was revoked"));
    }

    /** What a word is about: a number that a runner counted twice names two. */
    private record Subject(ExecutionRef execution, AttemptRef attempt) {
        static Subject of(ExecutionMoved event) {
            return new Subject(
                    new ExecutionRef(event.runner(), event.execution().id()),
                    event.execution().attempt());
        }
    }
}
