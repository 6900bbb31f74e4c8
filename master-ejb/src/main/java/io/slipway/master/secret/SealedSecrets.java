// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.secret;

import io.slipway.master.seal.SealedTable;
import io.slipway.master.store.SecretStore;
import java.util.List;

/** The contents of all secrets, as they are sealed. */
public final class SealedSecrets implements SealedTable {
    private final SecretStore secrets;

    public SealedSecrets(SecretStore secrets) {
        this.secrets = secrets;
    }

    @Override
    public String name() {
        return "secrets";
    }

    @Override
    public List<Row> sealedOtherwise(byte[] mark, long after, int most) {
        return secrets.sealedOtherwise(mark, after, most).stream()
                .map(secret -> new Row(
                        secret.row().id(),
                        SecretPlace.of(secret.row()),
                        secret.sealed(),
                        anew -> secrets.reseal(secret.row().id(), anew)))
                .toList();
    }

    @Override
    public int countSealedOtherwise(byte[] mark) {
        return secrets.countSealedOtherwise(mark);
    }
}
