// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.settings;

import io.slipway.master.access.Grant;
import java.io.Serializable;

/**
 * A grant that somebody may tick.
 *
 * @param value as it is written
 * @param label as it is shown
 */
public record GrantChoice(String value, String label) implements Serializable {
    static GrantChoice of(Grant grant) {
        return new GrantChoice(
                grant.toString(),
                "%s: %s %s"
                        .formatted(grant, grant.access() == Grant.Access.RO ? "read" : "read and write", what(grant)));
    }

    private static String what(Grant grant) {
        return switch (grant.scope()) {
            case PROFILE -> "the account";
            case JOBS -> "jobs";
            case LOGS -> "logs";
            case SECRETS -> "secrets";
            case AUDIT -> "the audit log, for administrators";
        };
    }
}
