// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.store;

import java.util.function.Supplier;

/**
 * The transactions of the program that the use cases run in: an application server's, or a test's own.
 *
 * <p>Safe for many threads; a transaction belongs to the thread that began it.
 */
public interface Transaction {

    /** Runs {@code work} in a transaction of its own: committed on return, rolled back on any exception. */
    <T> T separate(Supplier<T> work);

    /**
     * Runs {@code action} soon after the running transaction has committed, and never when it is rolled back. The action must be
     * short and must not use the database.
     */
    void afterCommit(Runnable action);

    /** Runs {@code work} in the running transaction; where none runs, in one of its own. */
    default void joined(Runnable work) {
        separate(work);
    }

    /** {@link #separate(Supplier)} without a result. */
    default void separate(Runnable work) {
        separate(() -> {
            work.run();
            return true;
        });
    }
}
