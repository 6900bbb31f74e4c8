// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.twostep;

import io.slipway.master.seal.SealedTable;
import io.slipway.master.store.TwoStepStore;
import java.util.List;

/** What codes of all users are made from, as it is sealed. */
public final class SealedTwoSteps implements SealedTable {
    private final TwoStepStore store;

    public SealedTwoSteps(TwoStepStore store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "secrets of two-step login";
    }

    @Override
    public List<Row> sealedOtherwise(byte[] mark, long after, int most) {
        return store.sealedOtherwise(mark, after, most).stream()
                .map(secret -> new Row(
                        secret.user(),
                        Codes.place(secret.user()),
                        secret.sealed(),
                        anew -> store.reseal(secret.user(), anew)))
                .toList();
    }

    @Override
    public int countSealedOtherwise(byte[] mark) {
        return store.countSealedOtherwise(mark);
    }
}
