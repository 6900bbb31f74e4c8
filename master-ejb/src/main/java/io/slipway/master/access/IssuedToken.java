// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.access;

import java.time.Instant;
import java.util.Set;

/**
 * A personal access token as it is shown once, to its owner.
 *
 * @param id its number
 * @param text the token itself; only its hash is kept
 * @param expires when it stops working
 */
public record IssuedToken(long id, String text, String name, Set<Grant> grants, Instant expires) {
    public IssuedToken {
        grants = Set.copyOf(grants);
    }

    /** Leaves out the token. */
    @Override
    public String toString() {
        return "token " + name;
    }
}
