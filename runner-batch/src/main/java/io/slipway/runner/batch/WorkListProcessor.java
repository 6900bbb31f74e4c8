// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.batch;

import io.slipway.runner.step.WorkList;
import jakarta.batch.api.chunk.ItemProcessor;

/** Does an item of a work list. */
final class WorkListProcessor<T> implements ItemProcessor {
    private final WorkList<T> list;

    WorkListProcessor(WorkList<T> list) {
        this.list = list;
    }

    @Override
    @SuppressWarnings("unchecked") // the reader of the same list read it
    public Object processItem(Object item) {
        list.perform((T) item);
        return item;
    }
}
