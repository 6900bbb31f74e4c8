// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.batch;

import io.slipway.runner.step.WorkList;
import jakarta.batch.api.chunk.AbstractItemReader;
import java.io.Serializable;

/** Reads the items of a work list; the checkpoint is the number of items that were read and done. */
final class WorkListReader extends AbstractItemReader {
    private final WorkList<?> list;
    private final Runnable beforeFirst;
    private int next;

    /** @param beforeFirst what to do before the first item */
    WorkListReader(WorkList<?> list, Runnable beforeFirst) {
        this.list = list;
        this.beforeFirst = beforeFirst;
    }

    @Override
    public void open(Serializable checkpoint) {
        next = list.first(checkpoint == null ? 0 : (Integer) checkpoint);
        beforeFirst.run();
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
