// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.seal;

import io.slipway.master.store.SealStore;
import java.nio.charset.StandardCharsets;

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
        byte[] own = seal.seal(PLACE.getBytes(StandardCharsets.UTF_8), PLACE);
        seal.unseal(proofs.first(own), PLACE);
    }
}
