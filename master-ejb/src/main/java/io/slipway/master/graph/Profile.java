// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.graph;

import java.time.Instant;

/**
 * What is told of a user.
 *
 * @param email empty for none, and for whom it is not to be told
 * @param url of a page of the user's; empty for none, as are location and bio
 */
public record Profile(
        long id,
        String username,
        String email,
        String url,
        String location,
        String bio,
        Instant created,
        Instant updated) {

    /** The name with the tilde that users have in addresses. */
    public String canonicalName() {
        return "~" + username;
    }
}
