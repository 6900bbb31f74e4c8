// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.check;

/**
 * What the harness has asked of a job after its submit. A call without an answer may have had its effect or not.
 *
 * @param cancelled cancels that were accepted
 * @param cancelRefused whether the job had ended before a cancel
 * @param cancelUnanswered cancels without an answer
 * @param restarted restarts that were accepted
 * @param restartUnanswered restarts without an answer
 */
public record Requests(
        int cancelled, boolean cancelRefused, int cancelUnanswered, int restarted, int restartUnanswered) {
    /** Nothing was asked. */
    public static final Requests NONE = new Requests(0, false, 0, 0, 0);

    /** Whether a cancel may have reached the job. */
    public boolean mayBeCancelled() {
        return cancelled + cancelUnanswered > 0;
    }
}
