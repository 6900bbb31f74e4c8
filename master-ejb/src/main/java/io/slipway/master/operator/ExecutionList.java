// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.operator;

import java.util.List;

/**
 * One page of a list of executions, newest first.
 *
 * @param next what to start the next page at; 0 when this is the last
 */
public record ExecutionList(List<ExecutionView> executions, long next) {
    /** Executions on a page of the API. */
    public static final int SIZE = 50;

    public ExecutionList {
        executions = List.copyOf(executions);
    }
}
