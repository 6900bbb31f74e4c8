// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import java.util.regex.Pattern;

/** Reads {@code oauth}: grants separated by blanks, each {@code service/SCOPE}, {@code :RO} or {@code :RW} behind it. */
final class GrantReader {
    private static final Pattern GRANT = Pattern.compile("[a-z0-9][a-z0-9.-]*/([A-Z][A-Z0-9_]*|\\*)(:RO|:RW)?");

    private GrantReader() {}

    /** @return the grants with one blank between two; empty for none */
    static String read(Value value) {
        String grants = value.text().orElse("").strip();
        if (grants.isEmpty()) {
            return "";
        }
        for (String grant : grants.split("\\s+")) {
            if (!GRANT.matcher(grant).matches()) {
                value.illegal(
                        "Grant %s is invalid; `service/SCOPE`, `service/SCOPE:RO` and `service/SCOPE:RW` are allowed"
                                .formatted(Shown.value(grant)));
            }
        }
        return String.join(" ", grants.split("\\s+"));
    }
}
