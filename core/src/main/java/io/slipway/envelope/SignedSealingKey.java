// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import static java.util.Objects.requireNonNull;

/**
 * What runners seal their events to, and the masters' word that it is theirs: whoever knows the key that masters sign with believes it.
 *
 * @param number greater than that of every key whose place it took, so that nobody goes back to one
 * @param signature of the masters
 */
public record SignedSealingKey(SealingKey key, long number, String signature) {
    public SignedSealingKey {
        requireNonNull(key, "key");
        requireNonNull(signature, "signature");
    }

    /** The masters' own. */
    public static SignedSealingKey of(SigningKey masters, SealingKey key, long number) {
        return of(MasterSigner.of(masters), key, number);
    }

    /** The masters' own, with a key that may be replaced: later another signature is given out. */
    public static SignedSealingKey of(MasterSigner masters, SealingKey key, long number) {
        return new SignedSealingKey(
                key, number, masters.sign(signed(key, number)).signature());
    }

    /** Whether it is the word of the masters that sign with this key. */
    public boolean isOf(VerifyingKey masters) {
        return masters.fits(signed(key, number), signature);
    }

    private static String signed(SealingKey key, long number) {
        // Not by a format, which has the digits of the locale.
        return "slipway sealing key 2\n" + number + "\n" + key.text();
    }
}
