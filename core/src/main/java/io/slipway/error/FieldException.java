// SPDX-License-Identifier: Apache-2.0
package io.slipway.error;

/** A field of a request that is not what the address takes. */
public final class FieldException extends ProblemException {
    private final String field;

    public FieldException(String field, String sentence) {
        super(Problem.REQUEST_ILLEGAL, sentence);
        this.field = field;
    }

    public FieldException(String field, String sentence, Throwable cause) {
        super(Problem.REQUEST_ILLEGAL, sentence, cause);
        this.field = field;
    }

    public String field() {
        return field;
    }
}
