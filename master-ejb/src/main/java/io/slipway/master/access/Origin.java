// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.access;

import static java.util.Objects.requireNonNull;

/**
 * How somebody came in, and from where.
 *
 * @param address of the network; empty when it is not known
 */
public record Origin(Way way, String address) {
    /** Of what nobody asked for from outside. */
    public static final Origin UNKNOWN = new Origin(Way.NONE, "");

    public Origin {
        requireNonNull(way, "way");
        requireNonNull(address, "address");
    }

    /** By what somebody was known. */
    public enum Way {
        /** By nothing: nobody in particular, or who has just come to the door. */
        NONE,
        /** By a login to the console. */
        SESSION,
        /** By an access token. */
        TOKEN,
        /** By the token of a job. */
        JOB,
        /** By an ssh key. */
        SSH,
        /** Nobody came: the master itself. */
        SYSTEM
    }
}
