// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.guest;

import java.util.List;

/**
 * What a path or pattern finds in a guest.
 *
 * @param literal whether it is the path of something that is there, so that no character in it has a meaning
 * @param paths what is to be kept, in order, as far as somebody wants to know it: files; folders only of a literal path and of a pattern that ends
 *     with a slash
 * @param files how many files there are in all
 * @param folders how many folders there are in all
 * @param others how many there are in all that are neither, such as sockets
 */
public record Matches(boolean literal, List<GuestPath> paths, long files, long folders, long others) {
    public Matches {
        paths = List.copyOf(paths);
    }
}
