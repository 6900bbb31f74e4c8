// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.graph;

import java.time.Instant;

/** What is told of a user. */
public record Profile(long id, String username, Instant created) {

    /** The name with the tilde that users have in addresses. */
    public String canonicalName() {
        return "~" + username;
    }
}
