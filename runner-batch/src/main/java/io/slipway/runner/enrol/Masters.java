// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.enrol;

import static java.util.Objects.requireNonNull;

import io.slipway.envelope.SealingKey;
import io.slipway.envelope.VerifyingKey;

/**
 * What a runner knows its masters by.
 *
 * @param verifying what they sign with
 * @param sealing what the runner seals to them; null when it was enrolled before they had a key for that
 * @param number of that key; a greater one takes its place
 */
public record Masters(VerifyingKey verifying, SealingKey sealing, long number) {
    public Masters {
        requireNonNull(verifying, "verifying");
    }
}
