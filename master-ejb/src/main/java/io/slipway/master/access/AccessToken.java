// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.access;

import java.time.Instant;
import java.util.Set;

/**
 * A personal access token as its owner sees it later, without its text.
 *
 * @param id its number
 * @param expired whether it works no more
 * @param lastUsed true to a minute; null when it was never used
 */
public record AccessToken(
        long id, String name, Set<Grant> grants, Instant created, Instant expires, boolean expired, Instant lastUsed) {
    public AccessToken {
        grants = Set.copyOf(grants);
    }
}
