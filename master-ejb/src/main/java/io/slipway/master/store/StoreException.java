// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.sql.SQLException;

/** The database did not answer, or refused a statement. */
public final class StoreException extends ProblemException {
    private StoreException(Problem problem, String sentence, Throwable cause) {
        super(problem, sentence, cause);
    }

    /** Tells a server that is away (SQL states 08, 53 and 57) from a statement that it refused. */
    static StoreException of(String sql, SQLException cause) {
        String state = cause.getSQLState() == null ? "" : cause.getSQLState();
        boolean away = state.startsWith("08") || state.startsWith("53") || state.startsWith("57");
        return new StoreException(
                away ? Problem.STORE_DOWN : Problem.DEFECT,
                "Running `%s`: the database says `%s` (state `%s`)"
                        .formatted(sql.strip().lines().findFirst().orElse(""), cause.getMessage(), state),
                cause);
    }
}
