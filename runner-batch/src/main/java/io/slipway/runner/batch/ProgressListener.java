// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.batch;

import jakarta.batch.api.listener.AbstractStepListener;
import org.jberet.runtime.JobExecutionImpl;
import org.jberet.runtime.context.JobContextImpl;

/** Tells at the begin of a step how its execution stands: of one that is through in no time, its first step alone. */
final class ProgressListener extends AbstractStepListener {
    private static final long SELDOM_MILLIS = 1000;

    private final JobContextImpl context;
    private final ExecutionReport report;

    ProgressListener(JobContextImpl context, ExecutionReport report) {
        this.context = context;
        this.report = report;
    }

    @Override
    public void beforeStep() {
        long now = System.currentTimeMillis();
        Object told = context.getTransientUserData();
        if (told == null || now - (Long) told >= SELDOM_MILLIS) {
            context.setTransientUserData(now);
            JobExecutionImpl execution = context.getJobExecution();
            report.tell(execution, execution.getStepExecutions());
        }
    }
}
