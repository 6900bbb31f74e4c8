// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.keys;

/** Everything that can be done about keys. */
public record KeyCare(RotateSecretsKey secrets) {

    /** What goes on by itself; makes its own transactions. */
    public void tick() {
        secrets.tick();
    }
}
