// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.sql.SQLException;
import java.util.Optional;

/** The database did not answer, or refused a statement. */
public final class StoreException extends ProblemException {
    private StoreException(Problem problem, String sentence, Throwable cause) {
        super(problem, sentence, cause);
    }

    static StoreException of(String sql, SQLException cause) {
        return of("Running `%s`".formatted(sql.strip().lines().findFirst().orElse("")), cause, cause);
    }

    /** What a failure of JPA, or of the server's connection pool, says about the database, when it comes from there. */
    public static Optional<StoreException> behind(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException found) {
                return Optional.of(of("Asking the database", found, failure));
            }
        }
        return Optional.empty();
    }

    /** Tells a server that is away (no SQL state, or 08, 53 and 57) from a statement that it refused. */
    private static StoreException of(String doing, SQLException found, Throwable cause) {
        String state = found.getSQLState() == null ? "" : found.getSQLState();
        boolean away = state.isEmpty() || state.startsWith("08") || state.startsWith("53") || state.startsWith("57");
        return new StoreException(
                away ? Problem.STORE_DOWN : Problem.DEFECT,
                "%s: the database says `%s` (state `%s`)".formatted(doing, found.getMessage(), state),
                cause);
    }
}
