// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.batch;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import java.util.Properties;

/** Which attempt an execution of the batch job runs: its one parameter, {@code attempt}, is {@code JOB-NUMBER-EPOCH}. */
final class ExecutionKey {
    private static final String ATTEMPT = "attempt";

    private ExecutionKey() {}

    static Properties parameters(AttemptRef attempt) {
        Properties parameters = new Properties();
        parameters.setProperty(ATTEMPT, "%s-%d-%d".formatted(attempt.job(), attempt.number(), attempt.epoch()));
        return parameters;
    }

    static AttemptRef attempt(Properties parameters) {
        String[] parts = parameters.getProperty(ATTEMPT).split("-");
        return new AttemptRef(
                new JobId(Long.parseLong(parts[0])), Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
    }
}
