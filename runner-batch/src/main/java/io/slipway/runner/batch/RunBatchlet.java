// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.batch;

import jakarta.batch.api.AbstractBatchlet;

/** A step that does one thing. */
final class RunBatchlet extends AbstractBatchlet {
    private final Runnable action;

    RunBatchlet(Runnable action) {
        this.action = action;
    }

    @Override
    public String process() {
        action.run();
        return "COMPLETED";
    }
}
