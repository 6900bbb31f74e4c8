// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.guest;

import static java.util.Objects.requireNonNull;

/**
 * A file or a folder that is in a guest.
 *
 * @param path relative to the home folder unless absolute; without a slash at its end
 * @param folder whether it is a folder
 * @param size of a file, in bytes; 0 for a folder
 */
public record GuestPath(String path, boolean folder, long size) {
    public GuestPath {
        requireNonNull(path, "path");
    }

    /** The path for a sentence: in one line, whatever characters it has. */
    public String shown() {
        return path.replaceAll("\\p{Cntrl}", "\uFFFD");
    }
}
