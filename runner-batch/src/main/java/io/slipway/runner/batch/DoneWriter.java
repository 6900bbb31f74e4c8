// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.batch;

import jakarta.batch.api.chunk.AbstractItemWriter;
import java.util.List;

/** Ends a chunk: what was done is in the guest already, so the checkpoint is all there is to write. */
final class DoneWriter extends AbstractItemWriter {
    @Override
    public void writeItems(List<Object> items) {
        System.getLogger(DoneWriter.class.getName()).log(System.Logger.Level.DEBUG, "done: {0}", items);
    }
}
