// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.operator;

import io.slipway.batch.ExecutionRef;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.query.JobView.CheckpointView;
import io.slipway.master.store.CheckpointStore;
import io.slipway.master.store.ExecutionRow;
import io.slipway.master.store.ExecutionStore;
import io.slipway.master.store.RunnerStore;
import io.slipway.master.store.Stores;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Runners, lists of executions, and everything about one; for administrators. */
public final class ExecutionQuery {
    private static final int LONGEST_PAGE = 500;

    private final ExecutionStore executions;
    private final RunnerStore runners;
    private final CheckpointStore checkpoints;
    private final Duration lease;
    private final Clock clock;

    /** @param lease how long a runner that is silent counts as there */
    public ExecutionQuery(Stores stores, Duration lease, Clock clock) {
        this.executions = stores.executions();
        this.runners = stores.runners();
        this.checkpoints = stores.checkpoints();
        this.lease = lease;
        this.clock = clock;
    }

    /** @param start what the page before named as the next; 0 for the newest */
    public ExecutionList list(Caller caller, ExecutionFilter filter, long start, int size) {
        Permissions.administer(caller, Permissions.JOBS_READ);
        if (size < 1 || size > LONGEST_PAGE || start < 0) {
            throw new ProblemException(
                    Problem.REQUEST_ILLEGAL,
                    "Listing %d executions from `%d` on: 1 to %d from 0 or more are allowed"
                            .formatted(size, start, LONGEST_PAGE));
        }
        List<ExecutionRow> rows = executions.list(
                filter.runner(), filter.status(), filter.job(), start == 0 ? Long.MAX_VALUE : start, size + 1);
        return new ExecutionList(
                rows.stream().limit(size).map(ExecutionView::of).toList(),
                rows.size() > size ? rows.get(size).place() : 0);
    }

    /** @throws ProblemException EXECUTION_UNKNOWN */
    public ExecutionDetail find(Caller caller, ExecutionRef execution) {
        Permissions.administer(caller, Permissions.JOBS_READ);
        ExecutionRow row = known(execution);
        ExecutionView view = ExecutionView.of(row);
        Instant since = clock.instant().minus(lease);
        return new ExecutionDetail(
                view,
                executions.instance(row).stream()
                        .filter(other -> !other.ref().equals(execution))
                        .map(ExecutionView::of)
                        .toList(),
                view.restartable() ? checkpoint(row.execution().attempt().job(), since) : null,
                runners.heard(row.runner())
                        .filter(heard -> !heard.isAfter(since))
                        .orElse(null));
    }

    /** Every runner that was ever heard: those that are there first. */
    public List<RunnerView> runners(Caller caller) {
        Permissions.administer(caller, Permissions.JOBS_READ);
        Instant since = clock.instant().minus(lease);
        return runners.list().stream()
                .map(row -> new RunnerView(
                        row.name(),
                        row.slots(),
                        row.running(),
                        row.heard(),
                        row.heard().isAfter(since) && row.revoked() == null))
                .sorted(Comparator.comparing((RunnerView runner) -> !runner.present())
                        .thenComparing(runner -> runner.name().value()))
                .toList();
    }

    ExecutionRow known(ExecutionRef execution) {
        return executions
                .find(execution)
                .orElseThrow(() -> new ProblemException(
                        Problem.EXECUTION_UNKNOWN, "Looking for %s: there is none".formatted(execution)));
    }

    private CheckpointView checkpoint(JobId job, Instant since) {
        return checkpoints
                .find(job, since, clock.instant())
                .map(kept -> new CheckpointView(
                        kept.held().task(), kept.runner().value(), kept.held().expires()))
                .orElse(null);
    }
}
