// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.step;

import java.util.List;
import java.util.stream.Stream;

/** What is kept of a guest whose tasks succeeded: its artifacts, and behind them its caches. */
public final class KeepResults implements WorkList<Runnable> {
    private final List<WorkList<?>> parts;

    public KeepResults(CollectArtifacts artifacts, SaveCaches caches) {
        this.parts = List.of(artifacts, caches);
    }

    @Override
    public List<Runnable> items() {
        return parts.stream().flatMap(KeepResults::each).toList();
    }

    private static <T> Stream<Runnable> each(WorkList<T> part) {
        return part.items().stream().map(item -> () -> part.perform(item));
    }

    /** From the first one: they are an attempt's own. */
    @Override
    public int first(int done) {
        return 0;
    }

    @Override
    public void perform(Runnable item) {
        item.run();
    }
}
