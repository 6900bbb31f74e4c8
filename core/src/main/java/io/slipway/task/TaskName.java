// SPDX-License-Identifier: Apache-2.0
package io.slipway.task;

import java.util.regex.Pattern;

/**
 * The name of a task, unique in its manifest; also the name of its script and of its log folder.
 *
 * @param value 1 to 128 characters of lower-case letters, digits, underscores and dashes
 */
public record TaskName(String value) {
    private static final Pattern LEGAL = Pattern.compile("[a-z0-9_-]{1,128}");

    public TaskName {
        if (!isLegal(value)) {
            throw new IllegalArgumentException(
                    "task name `%s`: lower-case letters, digits, `_` and `-` are allowed, at most 128"
                            .formatted(value));
        }
    }

    public static boolean isLegal(String value) {
        return LEGAL.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
