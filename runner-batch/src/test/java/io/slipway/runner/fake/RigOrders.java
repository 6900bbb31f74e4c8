// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.fake;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.message.KeepLimits;
import io.slipway.message.Restart;
import io.slipway.message.WorkOrder;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The orders of a {@link RunnerRig}: of new jobs, numbered from 1, and of more attempts at them. */
final class RigOrders {
    private final FakeStore store;
    private final AtomicLong jobs = new AtomicLong();
    private final AtomicInteger restarts = new AtomicInteger();

    RigOrders(FakeStore store) {
        this.store = store;
    }

    WorkOrder begin(String manifest, Duration timeLimit, List<String> sshKeys) {
        return order(new AttemptRef(new JobId(jobs.incrementAndGet()), 1, 1), manifest, timeLimit, sshKeys, null);
    }

    /** @param restart null for an attempt in a guest of its own */
    WorkOrder again(AttemptRef last, String manifest, Duration timeLimit, Restart restart) {
        int later = restarts.incrementAndGet();
        AttemptRef next = new AttemptRef(last.job(), last.number() + later, last.epoch() + later);
        return order(next, manifest, timeLimit, List.of(), restart);
    }

    private WorkOrder order(
            AttemptRef attempt, String manifest, Duration timeLimit, List<String> sshKeys, Restart restart) {
        return new WorkOrder(
                attempt,
                "rig",
                URI.create("http://localhost/~rig/job/" + attempt.job()),
                manifest,
                Map.of("JOB_ID", attempt.job().toString()),
                timeLimit,
                Duration.ofSeconds(30),
                store.address(),
                FakeStore.TOKEN,
                sshKeys,
                restart,
                limits());
    }

    private KeepLimits limits() {
        KeepLimits usual = RunnerRig.LIMITS;
        return new KeepLimits(
                usual.artifacts(),
                usual.artifactBytes(),
                usual.cacheBytes(),
                store.objects().isOpen());
    }
}
