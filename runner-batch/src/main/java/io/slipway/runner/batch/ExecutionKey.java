// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.batch;

import io.slipway.job.AttemptRef;
import java.util.Properties;

/** Which attempt an execution of the batch job runs: its one parameter, {@code attempt}, is its key. */
final class ExecutionKey {
    private static final String ATTEMPT = "attempt";

    private ExecutionKey() {}

    static Properties parameters(AttemptRef attempt) {
        Properties parameters = new Properties();
        parameters.setProperty(ATTEMPT, attempt.key());
        return parameters;
    }

    static AttemptRef attempt(Properties parameters) {
        String key = parameters.getProperty(ATTEMPT);
        return AttemptRef.ofKey(key)
                .orElseThrow(() -> new IllegalStateException("`%s` names no attempt".formatted(key)));
    }
}
