// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

/** What a path of the guest, or of an address, says by its text alone. */
final class PathText {
    private PathText() {}

    /** The last element of a path, without slashes at its end. */
    static String lastElement(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(path.lastIndexOf('/', end - 1) + 1, end);
    }
}
