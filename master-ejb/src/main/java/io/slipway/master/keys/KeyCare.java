// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.keys;

/** Everything that can be done about keys. */
public record KeyCare(
        RotateSecretsKey secrets, RotateSigningKey signing, RotateOpeningKey opening, RenewRunnerKeys runners) {}
