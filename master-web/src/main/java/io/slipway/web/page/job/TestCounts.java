// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.job;

import java.util.Locale;

/** Words for how many tests there are and how they ended. */
final class TestCounts {
    private static final double MILLIS = 1000;

    private TestCounts() {}

    static String of(int tests, int failed, int errors, int skipped, long millis) {
        StringBuilder words = new StringBuilder(many(tests, "test", "tests"));
        String separator = ": ";
        if (failed > 0) {
            words.append(separator).append(failed).append(" failed");
            separator = ", ";
        }
        if (errors > 0) {
            words.append(separator).append(many(errors, "error", "errors"));
            separator = ", ";
        }
        if (skipped > 0) {
            words.append(separator).append(skipped).append(" skipped");
        }
        return words.append(String.format(Locale.ROOT, ", %.1f s", millis / MILLIS))
                .toString();
    }

    private static String many(int count, String one, String more) {
        return count + " " + (count == 1 ? one : more);
    }
}
