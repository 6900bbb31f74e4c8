// SPDX-License-Identifier: Apache-2.0
package io.slipway.batch;

import static java.util.Objects.requireNonNull;

import io.slipway.job.RunnerName;

/**
 * Which execution is meant: a runner's, by the number that the runner gave it.
 *
 * @param id counts from 1 again when the runner has lost its job repository, so the same name may come to mean another execution
 */
public record ExecutionRef(RunnerName runner, long id) {
    public ExecutionRef {
        requireNonNull(runner, "runner");
    }

    @Override
    public String toString() {
        return "execution %d of runner `%s`".formatted(id, runner);
    }
}
