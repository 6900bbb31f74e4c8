// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import java.net.URI;

/**
 * Makes addresses whole which the clients of the original call as they are: those have nothing to resolve them against.
 *
 * @param origin where people reach the master, without slash at the end
 */
record Whole(URI origin) {

    /** @param path from the server's root */
    String of(String path) {
        return origin + path;
    }
}
