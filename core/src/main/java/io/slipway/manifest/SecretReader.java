// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import java.util.List;

/** Reads {@code secrets}: a list of uuids or names; whether they exist is not known here. */
final class SecretReader {
    private static final int SHORTEST = 3;
    private static final int LONGEST = 512;

    private SecretReader() {}

    static List<String> read(Value value) {
        return value.items("a list of strings").orElse(List.of()).stream()
                .flatMap(item -> item.line().stream().filter(name -> isLegal(item, name)))
                .toList();
    }

    private static boolean isLegal(Value item, String name) {
        boolean legal = name.length() >= SHORTEST && name.length() <= LONGEST;
        if (!legal) {
            item.illegal("Secret %s: Secret names must be between %d and %d chars"
                    .formatted(Shown.value(name), SHORTEST, LONGEST));
        }
        return legal;
    }
}
