// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.secret;

import io.slipway.master.store.SecretStore.SecretRow;

/** What the content of a secret is bound to: in the row of another owner, or under another uuid, it does not open. */
final class SecretPlace {
    private SecretPlace() {}

    static String of(SecretRow row) {
        return "secret %s of user %d".formatted(row.uuid(), row.owner());
    }
}
