// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.log.LogName;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import java.util.HashSet;
import java.util.Set;

/** Who reads logs: either of two grants is enough for everything that is shown of a log. */
public final class LogReader {
    private static final Grant JOBS = new Grant(Grant.Scope.JOBS, Grant.Access.RO);
    private static final Grant LOGS = new Grant(Grant.Scope.LOGS, Grant.Access.RO);

    private LogReader() {}

    /** The caller as a reader of logs: who holds {@code JOBS:RO} or {@code LOGS:RO} holds both, for reading. */
    public static Caller of(Caller caller) {
        if (!caller.may(JOBS) && !caller.may(LOGS)) {
            return caller;
        }
        Set<Grant> grants = new HashSet<>(caller.grants());
        grants.add(JOBS);
        grants.add(LOGS);
        return new Caller(caller.userId(), caller.username(), caller.role(), grants, caller.job(), caller.origin());
    }

    /** The log of an address; throws LOG_UNKNOWN for what can be no task's name. */
    public static LogName log(String task) {
        try {
            return new LogName(task);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    Problem.LOG_UNKNOWN, "Looking for log `%s`: no task is named so".formatted(task), e);
        }
    }
}
