// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.batch;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.jdbcx.JdbcConnectionPool;

/** The database of the batch job repository: an H2 file of this runner alone. */
public final class RepositoryFile {
    /** More than the statements that the batch runtime has, so that a connection parses each of them once. */
    private static final int STATEMENTS = 64;

    private RepositoryFile() {}

    /**
     * Opens it; makes it when there is none.
     *
     * @param state the folder of the runner's state
     * @return to be disposed of by the caller
     */
    public static JdbcConnectionPool open(Path state) {
        try {
            Files.createDirectories(state);
        } catch (IOException e) {
            throw new ProblemException(Problem.DISK_REFUSED, "Making `%s`: %s".formatted(state, e), e);
        }
        return JdbcConnectionPool.create(
                "jdbc:h2:file:%s;QUERY_CACHE_SIZE=%d".formatted(state.resolve("batch"), STATEMENTS), "sa", "");
    }
}
