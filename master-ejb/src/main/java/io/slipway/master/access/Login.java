// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.access;

import static java.util.Objects.requireNonNull;

/**
 * Somebody who has just shown who he is, and what a session keeps of that.
 *
 * @param epoch grows when the account's sessions are to end; a session of another epoch is over
 * @param passwordIsOneTime whether nothing may be done before the password was changed
 * @param needsCode whether nothing may be done, that neither, before a code of the second step was given
 */
public record Login(Caller caller, int epoch, boolean passwordIsOneTime, boolean needsCode) {
    public Login {
        requireNonNull(caller, "caller");
    }

    /** The same of somebody who has come without the password, so that it does not matter whether that is one-time. */
    public Login withoutPassword() {
        return new Login(caller, epoch, false, needsCode);
    }

    /** The same with its second step done. */
    public Login passed() {
        return new Login(caller, epoch, passwordIsOneTime, false);
    }
}
