// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.twostep;

import java.time.Instant;

/**
 * How the second step of an account stands.
 *
 * @param on since when; null for off
 * @param codes how many recovery codes are left
 * @param hasPassword whether the account has one, which is asked for to turn it off
 * @param needed whether the account is an administrator's who may not act as one before it is on
 */
public record TwoStepState(Instant on, int codes, boolean hasPassword, boolean needed) {
    public boolean isOn() {
        return on != null;
    }
}
