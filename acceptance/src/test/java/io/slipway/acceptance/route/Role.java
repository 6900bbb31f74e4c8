// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance.route;

import java.util.Arrays;
import java.util.Optional;

/** Who asks. */
enum Role {
    /** Without credentials. */
    ANONYMOUS("anonymous"),
    /** A user whom it does not belong to. */
    OTHER("another user"),
    /** The user whom it belongs to. */
    OWNER("owner"),
    /** An administrator whom it does not belong to. */
    ADMINISTRATOR("administrator"),
    /** The owner, with a token that has every scope but the one that is needed. */
    OTHER_SCOPES("other scopes"),
    /** A job of the owner, with the token that was made for it, which has every scope. */
    JOB("its job");

    private final String head;

    Role(String head) {
        this.head = head;
    }

    /** The role that a column of a table is about. */
    static Optional<Role> of(String head) {
        return Arrays.stream(values()).filter(role -> role.head.equals(head)).findFirst();
    }

    @Override
    public String toString() {
        return head;
    }
}
