// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.operator;

import io.slipway.batch.BatchExecution;
import io.slipway.batch.BatchStep;
import io.slipway.master.operator.ExecutionDetail;
import io.slipway.master.operator.ExecutionView;

/** Words for where an execution stands. */
final class ExecutionSentence {
    private ExecutionSentence() {}

    static String of(ExecutionDetail detail) {
        ExecutionView view = detail.execution();
        if (view.abandoning()) {
            return "Runner `%s` was asked to abandon it%s."
                    .formatted(
                            view.runner(),
                            detail.silentSince() == null
                                    ? ", and has not answered yet"
                                    : ", and is silent: it is asked again when it is back");
        }
        BatchExecution execution = view.execution();
        return switch (execution.status()) {
            case STARTING, STARTED -> running(view, "Runs attempt %d at job %s.");
            case STOPPING -> running(view, "Stops attempt %d at job %s.");
            case STOPPED -> "Was stopped before it was done.";
            case FAILED ->
                execution.steps().stream()
                        .filter(step -> !step.failure().isEmpty())
                        .reduce((first, last) -> last)
                        .map(ExecutionSentence::failed)
                        .orElse("Failed.");
            case COMPLETED -> "Is done.";
            case ABANDONED ->
                view.job().mayBeRestarted()
                        ? "Is abandoned: it is never restarted. Its job can be run again from the start."
                        : "Is abandoned: it is never restarted.";
        };
    }

    private static String running(ExecutionView view, String words) {
        return view.stoppable()
                ? words.formatted(
                        view.execution().attempt().number(),
                        view.execution().attempt().job())
                : "Its attempt has ended, and runner `%s` has not told what became of it.".formatted(view.runner());
    }

    private static String failed(BatchStep step) {
        return "Failed in step `%s`: %s".formatted(step.name(), step.failure());
    }
}
