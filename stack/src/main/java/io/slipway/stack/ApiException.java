// SPDX-License-Identifier: Apache-2.0
package io.slipway.stack;

/** An answer of the master's that is not what was asked for, or no answer; its message is a sentence for a person. */
public final class ApiException extends Exception {
    private final int status;

    ApiException(int status, String sentence) {
        super(sentence);
        this.status = status;
    }

    ApiException(String sentence, Throwable cause) {
        super(sentence, cause);
        this.status = 0;
    }

    /** The HTTP status; 0 when there was no answer. */
    public int status() {
        return status;
    }
}
