// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.batch;

import io.slipway.runner.step.WorkList;
import jakarta.batch.api.chunk.AbstractItemReader;
import java.io.Serializable;

/** Reads the items of a work list; the checkpoint is the number of items that were read and done. */
final class WorkListReader extends AbstractItemReader {
    private final WorkList<?> list;
    private final Runnable first;
    private int next;

    /** @param first what to do before the first item */
    WorkListReader(WorkList<?> list, Runnable first) {
        this.list = list;
        this.first = first;
    }

    @Override
    public void open(Serializable checkpoint) {
        next = checkpoint == null ? 0 : (Integer) checkpoint;
        first.run();
    }

    @Override
    public Object readItem() {
        return next < list.items().size() ? list.items().get(next++) : null;
    }

    @Override
    public Serializable checkpointInfo() {
        return next;
    }
}
