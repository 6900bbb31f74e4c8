// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.identity;

import io.slipway.master.store.IdentityStore.IdentityRow;
import java.time.Instant;

/**
 * An account of an OpenID provider that is linked to an account, as its user sees it.
 *
 * @param name as the provider shows the person; may be empty
 * @param used when somebody logged in with it last
 */
public record Identity(String issuer, String subject, String name, Instant created, Instant used) {
    static Identity of(IdentityRow row) {
        return new Identity(row.issuer(), row.subject(), row.name(), row.created(), row.used());
    }
}
