// SPDX-License-Identifier: Apache-2.0
package io.slipway.image;

import java.util.regex.Pattern;

/**
 * The name of an image: a folder below a runner's image folder, {@code distro} or {@code distro/release}.
 *
 * @param value at most 128 characters; each part begins with a letter or digit, so that no name leaves the folder
 */
public record ImageName(String value) {
    private static final Pattern LEGAL =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]*(/[A-Za-z0-9][A-Za-z0-9._+-]*){0,3}");

    public ImageName {
        if (!isLegal(value)) {
            throw new IllegalArgumentException(
                    "image `%s`: `distro` or `distro/release` is allowed, at most 128 characters".formatted(value));
        }
    }

    public static boolean isLegal(String value) {
        return value.length() <= 128 && LEGAL.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
