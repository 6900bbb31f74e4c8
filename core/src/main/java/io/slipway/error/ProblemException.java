// SPDX-License-Identifier: Apache-2.0
package io.slipway.error;

import static java.util.Objects.requireNonNull;

/** A problem of the catalogue, with the sentence that says what was being done, to what, what was found and what is allowed. */
public class ProblemException extends RuntimeException {
    private final Problem problem;

    public ProblemException(Problem problem, String sentence) {
        super(sentence);
        this.problem = requireNonNull(problem, "problem");
    }

    public ProblemException(Problem problem, String sentence, Throwable cause) {
        super(sentence, cause);
        this.problem = requireNonNull(problem, "problem");
    }

    public Problem problem() {
        return problem;
    }
}
