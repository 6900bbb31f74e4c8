// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.batch;

import jakarta.batch.api.listener.AbstractJobListener;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.context.JobContext;
import java.util.function.Consumer;

/** Finishes the attempt after the last step, however that went; the runtime calls it once. */
final class FinishListener extends AbstractJobListener {
    private final JobContext context;
    private final Consumer<Boolean> finish;

    /** @param finish is given whether every step succeeded */
    FinishListener(JobContext context, Consumer<Boolean> finish) {
        this.context = context;
        this.finish = finish;
    }

    @Override
    public void afterJob() {
        BatchStatus status = context.getBatchStatus();
        finish.accept(status != BatchStatus.FAILED && status != BatchStatus.STOPPED && status != BatchStatus.STOPPING);
    }
}
