// SPDX-License-Identifier: Apache-2.0
package io.slipway.message;

import static java.util.Objects.requireNonNull;

import java.net.URI;

/**
 * The access token of one attempt at a job, and what a client in the guest needs to use it.
 *
 * @param text the token itself
 * @param site what clients call this service
 * @param origin the address of console and API
 */
public record JobToken(String text, String site, URI origin) {
    public JobToken {
        requireNonNull(text, "text");
        requireNonNull(site, "site");
        requireNonNull(origin, "origin");
    }

    /** Leaves out the token. */
    @Override
    public String toString() {
        return "token of a job at " + site;
    }
}
