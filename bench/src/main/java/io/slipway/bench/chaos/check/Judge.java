// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.check;

import java.util.List;

/** Is told of every check. Safe for many threads. */
public interface Judge {
    /**
     * Takes what a check found.
     *
     * @param subject a job, or what else was looked at
     * @param complaints a sentence for each violation; none when it holds
     */
    void checked(Invariant invariant, Subject subject, List<String> complaints);

    /**
     * What a check is about.
     *
     * @param run its number; 0 for the stack as a whole
     * @param job 0 for none
     */
    record Subject(int run, long job) {
        /** The stack as a whole. */
        public static final Subject STACK = new Subject(0, 0);

        @Override
        public String toString() {
            if (job > 0) {
                return "job %d of run %d".formatted(job, run);
            }
            return run > 0 ? "run " + run : "the stack";
        }
    }
}
