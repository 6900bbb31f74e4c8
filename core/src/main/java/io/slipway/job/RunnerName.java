// SPDX-License-Identifier: Apache-2.0
package io.slipway.job;

import java.util.regex.Pattern;

/**
 * The name of a runner: the host name (and port) under which people reach its logs and its ssh.
 *
 * @param value 1 to 100 characters of lower-case letters, digits, dot, dash, underscore and colon, a letter or digit first
 */
public record RunnerName(String value) {
    private static final Pattern LEGAL = Pattern.compile("[a-z0-9][a-z0-9._:-]{0,99}");

    public RunnerName {
        if (!LEGAL.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "runner name `%s`: lower-case letters, digits, `.`, `_`, `:` and `-` are allowed, at most 100"
                            .formatted(value));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
