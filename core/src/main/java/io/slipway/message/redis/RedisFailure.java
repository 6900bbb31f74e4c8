// SPDX-License-Identifier: Apache-2.0
package io.slipway.message.redis;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;

/** What a failed call to Redis means to the caller. */
final class RedisFailure {
    private RedisFailure() {}

    /** @param doing what was being done, to what */
    static ProblemException of(String doing, Exception e) {
        if (Thread.currentThread().isInterrupted()) {
            return new ProblemException(Problem.RUNNER_STOPPED, doing + ": interrupted while Redis was asked", e);
        }
        return new ProblemException(
                Problem.MESSAGES_DOWN, "%s: Redis does not answer as it must: %s".formatted(doing, e.getMessage()), e);
    }
}
