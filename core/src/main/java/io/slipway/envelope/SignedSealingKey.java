// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import static java.util.Objects.requireNonNull;

/**
 * What runners seal their events to, and the masters' word that it is theirs: whoever knows the key that masters sign with believes it.
 *
 * @param signature of the masters
 */
public record SignedSealingKey(SealingKey key, String signature) {
    public SignedSealingKey {
        requireNonNull(key, "key");
        requireNonNull(signature, "signature");
    }

    /** The masters' own. */
    public static SignedSealingKey of(SigningKey masters, SealingKey key) {
        return new SignedSealingKey(key, masters.sign(signed(key)));
    }

    /** The masters' own, with a key that may be replaced: later another signature is given out. */
    public static SignedSealingKey of(MasterSigner masters, SealingKey key) {
        return new SignedSealingKey(key, masters.sign(signed(key)).signature());
    }

    /** Whether it is the word of the masters that sign with this key. */
    public boolean isOf(VerifyingKey masters) {
        return masters.fits(signed(key), signature);
    }

    private static String signed(SealingKey key) {
        return "slipway sealing key 1\n" + key.text();
    }
}
