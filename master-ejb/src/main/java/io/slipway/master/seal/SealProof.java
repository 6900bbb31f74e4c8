// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.seal;

import io.slipway.master.store.SealStore;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Whether a master has the key that the database's secrets are sealed with: the first one leaves something sealed, every one opens it. */
public final class SealProof {
    private static final String PLACE = "proof of the key";

    private final Seal seal;
    private final SealStore proofs;

    public SealProof(Seal seal, SealStore proofs) {
        this.seal = seal;
        this.proofs = proofs;
    }

    /** @throws io.slipway.error.ProblemException SETTING_ILLEGAL when the key is another one */
    public void require() {
        seal.unseal(proofs.first(made(seal)), PLACE);
    }

    /** Something to leave for other masters. */
    public static byte[] made(Seal seal) {
        return seal.seal(PLACE.getBytes(StandardCharsets.UTF_8), PLACE);
    }

    /** @throws io.slipway.error.ProblemException SETTING_ILLEGAL when there is a proof that the key does not open */
    public static void requireOpens(Seal seal, Optional<byte[]> proof) {
        proof.ifPresent(left -> seal.unseal(left, PLACE));
    }

    /** Whether something was sealed with the key that leaves this mark. */
    public static boolean begins(byte[] sealed, byte[] mark) {
        return sealed.length >= mark.length && Arrays.equals(sealed, 0, mark.length, mark, 0, mark.length);
    }
}
