// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.batch.BatchExecution;
import io.slipway.master.operator.ExecutionList;
import io.slipway.master.operator.ExecutionView;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * One page of a list of executions, newest first.
 *
 * @param next what to give as {@code start} for the next page; null on the last
 */
record ExecutionListJson(Long next, List<Entry> results, int resultsPerPage) {
    static ExecutionListJson of(ExecutionList page) {
        return new ExecutionListJson(
                page.next() == 0 ? null : page.next(),
                page.executions().stream().map(Entry::of).toList(),
                ExecutionList.SIZE);
    }

    /**
     * An execution in short.
     *
     * @param id of the runner's own
     * @param instance of the runner's own
     * @param url of its page
     * @param abandonRequested when somebody asked the runner to abandon it; null when nobody did
     * @param told when the runner said so, by its clock
     * @param commands what may be done with it
     */
    record Entry(
            String runner,
            long id,
            long instance,
            String name,
            String status,
            String exitStatus,
            Job job,
            String url,
            Instant created,
            Instant started,
            Instant ended,
            Instant told,
            Instant abandonRequested,
            List<String> commands) {
        static Entry of(ExecutionView view) {
            BatchExecution execution = view.execution();
            return new Entry(
                    view.runner().value(),
                    execution.id(),
                    execution.instance(),
                    execution.name(),
                    execution.status().word(),
                    execution.exitStatus(),
                    Job.of(view),
                    Links.execution(view.ref()),
                    execution.created(),
                    execution.started(),
                    execution.ended(),
                    view.told(),
                    view.abandonAsked(),
                    Stream.of(
                                    view.stoppable() ? "stop" : "",
                                    view.restartable() ? "restart" : "",
                                    view.abandonable() ? "abandon" : "")
                            .filter(command -> !command.isEmpty())
                            .toList());
        }
    }

    /**
     * What an execution is about.
     *
     * @param attempt number of the attempt that it runs
     * @param status where the job stands
     */
    record Job(long id, int attempt, String status, String url) {
        static Job of(ExecutionView view) {
            var attempt = view.execution().attempt();
            return new Job(
                    attempt.job().value(),
                    attempt.number(),
                    view.job().word(),
                    Links.page(view.owner(), attempt.job()));
        }
    }
}
