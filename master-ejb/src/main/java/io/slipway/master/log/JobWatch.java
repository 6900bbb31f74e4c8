// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.log;

import io.slipway.job.JobId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Who wants to be woken when something of a job changes.
 *
 * <p>{@link #changed} never waits: it notes the job, and a thread of its own, {@link #run}, calls the listeners. Changes that come
 * while a job is noted already make one call.
 */
public final class JobWatch implements Runnable {
    private static final Logger LOG = System.getLogger(JobWatch.class.getName());

    private final Map<JobId, List<Runnable>> listeners = new ConcurrentHashMap<>();
    private final Set<JobId> noted = ConcurrentHashMap.newKeySet();
    private final LinkedBlockingQueue<JobId> order = new LinkedBlockingQueue<>();

    /** @return ends the subscription */
    public AutoCloseable subscribe(JobId job, Runnable listener) {
        listeners.compute(job, (id, known) -> {
            List<Runnable> all = known == null ? new CopyOnWriteArrayList<>() : known;
            all.add(listener);
            return all;
        });
        return () -> listeners.computeIfPresent(job, (id, known) -> {
            known.remove(listener);
            return known.isEmpty() ? null : known;
        });
    }

    /** Notes that something of the job changed. */
    public void changed(JobId job) {
        if (listeners.containsKey(job) && noted.add(job)) {
            order.add(job);
        }
    }

    public void changed(Collection<JobId> jobs) {
        jobs.forEach(this::changed);
    }

    /** Calls listeners until the thread is interrupted. */
    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                JobId job = order.take();
                noted.remove(job);
                listeners.getOrDefault(job, List.of()).forEach(listener -> call(job, listener));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void call(JobId job, Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "Waking somebody who watches job " + job, e);
        }
    }
}
