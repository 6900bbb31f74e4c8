// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.control;

import static java.util.Objects.requireNonNull;

/**
 * How a job is to be restarted.
 *
 * @param script what the failed task is to run instead of the manifest's script; empty for the manifest's
 */
public record RestartRequest(From from, String script) {
    public RestartRequest {
        requireNonNull(from, "from");
        requireNonNull(script, "script");
    }

    /** Where the new attempt begins. */
    public enum From {
        /** In the guest as it was before the task that failed. */
        FAILED_TASK("failed-task"),
        /** In the guest as it stands by, whatever somebody has changed in it. */
        STANDING_GUEST("standing-guest"),
        /** In a new guest, with the first task. */
        START("start");

        private final String word;

        From(String word) {
            this.word = word;
        }

        /** As the API has it. */
        public String word() {
            return word;
        }
    }
}
