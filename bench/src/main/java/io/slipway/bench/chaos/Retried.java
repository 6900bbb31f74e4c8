// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos;

import java.sql.SQLException;

/** A question to a database that may have been started a moment ago. */
final class Retried {
    private static final long PAUSE_MILLIS = 1_000;

    private Retried() {}

    /** What is asked. */
    interface Question<T> {
        T ask() throws SQLException, InterruptedException;
    }

    static <T> T of(int tries, Question<T> question) throws SQLException, InterruptedException {
        for (int n = 1; ; n++) {
            try {
                return question.ask();
            } catch (SQLException e) {
                if (n == tries) {
                    throw e;
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }
}
