// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ejb;

import io.slipway.batch.ExecutionRef;
import io.slipway.master.access.Caller;
import io.slipway.master.audit.Act;
import io.slipway.master.audit.AuditTrail;
import io.slipway.master.audit.Deed;
import io.slipway.master.control.RestartRequest;
import io.slipway.master.operator.ExecutionDetail;
import io.slipway.master.operator.ExecutionFilter;
import io.slipway.master.operator.ExecutionList;
import io.slipway.master.operator.RunnerView;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.interceptor.Interceptors;
import java.util.List;

/**
 * What the batch operator can do with the executions of the runners' batch jobs, for administrators.
 *
 * <p>All methods throw {@link io.slipway.error.ProblemException}.
 */
@Stateless
@Interceptors(StoreGuard.class)
public class Executions {
    @EJB
    private MasterLifecycle lifecycle;

    /** @param start what the page before named as the next; 0 for the newest */
    public ExecutionList list(Caller caller, ExecutionFilter filter, long start, int size) {
        return lifecycle.master().executions().list(caller, filter, start, size);
    }

    public ExecutionDetail find(Caller caller, ExecutionRef execution) {
        return lifecycle.master().executions().find(caller, execution);
    }

    public List<RunnerView> runners(Caller caller) {
        return lifecycle.master().executions().runners(caller);
    }

    /** Has the runner stop an execution that runs. */
    public void stop(Caller caller, ExecutionRef execution) {
        audit().act(
                        caller,
                        Deed.of(Act.EXECUTION_STOPPED, execution),
                        () -> lifecycle.master().controlExecution().stop(caller, execution));
    }

    /** Has the job of an execution go on that ended before it was done. */
    public void restart(Caller caller, ExecutionRef execution, RestartRequest request) {
        audit().act(
                        caller,
                        Deed.of(Act.EXECUTION_RESTARTED, execution),
                        () -> lifecycle.master().controlExecution().restart(caller, execution, request));
    }

    /** Has the runner never restart an execution that has ended. */
    public void abandon(Caller caller, ExecutionRef execution) {
        audit().act(
                        caller,
                        Deed.of(Act.EXECUTION_ABANDONED, execution),
                        () -> lifecycle.master().controlExecution().abandon(caller, execution));
    }

    private AuditTrail audit() {
        return lifecycle.master().audit().trail();
    }
}
