// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.access;

import static java.util.Objects.requireNonNull;

/**
 * Somebody who has just shown who he is, and what a session keeps of that.
 *
 * @param epoch grows when the account's sessions are to end; a session of another epoch is over
 * @param passwordIsOneTime whether nothing may be done before the password was changed
 */
public record Login(Caller caller, int epoch, boolean passwordIsOneTime) {
    public Login {
        requireNonNull(caller, "caller");
    }
}
