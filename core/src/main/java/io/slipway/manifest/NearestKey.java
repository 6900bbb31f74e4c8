// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/** Guesses which key, or other name, was meant by one that is not known. */
public final class NearestKey {
    private static final int LONGEST = 40;

    private NearestKey() {}

    /** The known key with the fewest changed characters, if these are few. */
    public static Optional<String> of(String unknown, Set<String> known) {
        if (unknown.length() > LONGEST) {
            return Optional.empty();
        }
        int most = Math.max(2, unknown.length() / 3);
        return known.stream()
                .min(Comparator.<String>comparingInt(key -> distance(unknown, key))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(key -> distance(unknown, key) <= most && distance(unknown, key) < key.length());
    }

    /** Levenshtein's distance, without regard to case. */
    static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                boolean same = Character.toLowerCase(from.charAt(i - 1)) == Character.toLowerCase(to.charAt(j - 1));
                int changed = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
