// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.access;

import io.slipway.master.seal.SealedTable;
import io.slipway.master.store.JobTokenStore;
import java.util.List;

/** The tokens of all attempts, as they are sealed. */
public final class SealedJobTokens implements SealedTable {
    private final JobTokenStore tokens;

    public SealedJobTokens(JobTokenStore tokens) {
        this.tokens = tokens;
    }

    @Override
    public String name() {
        return "tokens of jobs";
    }

    @Override
    public List<Row> sealedOtherwise(byte[] mark, long after, int most) {
        return tokens.sealedOtherwise(mark, after, most).stream()
                .map(token -> new Row(
                        // The attempts of one job may stand in two batches.
                        token.job() - 1,
                        JobTokens.place(token.job(), token.number()),
                        token.sealed(),
                        anew -> tokens.reseal(token, anew)))
                .toList();
    }

    @Override
    public int countSealedOtherwise(byte[] mark) {
        return tokens.countSealedOtherwise(mark);
    }
}
