// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.object;

import io.slipway.error.ProblemException;
import io.slipway.master.store.StoredObject;
import io.slipway.master.store.StoredObjectStore;
import io.slipway.master.store.Transaction;
import io.slipway.pace.NowAndThen;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Removes objects that no artifact names: those of an artifact that was replaced, has expired, or whose job is gone, and those that a runner never
 * said it had put there.
 */
public final class SweepObjects {
    private static final Logger LOG = System.getLogger(SweepObjects.class.getName());
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int MOST = 100;
    private static final int MOST_FAILURES = 3;

    private final StoredObjectStore objects;
    private final ObjectStore store;
    private final Duration age;
    private final Transaction transaction;
    private final Clock clock;
    private final NowAndThen sweeping;
    private Instant from = Instant.EPOCH;

    /** @param age below which an object may become an artifact yet */
    public SweepObjects(
            StoredObjectStore objects, ObjectStore store, Duration age, Transaction transaction, Clock clock) {
        this.objects = objects;
        this.store = store;
        this.age = age;
        this.transaction = transaction;
        this.clock = clock;
        this.sweeping = new NowAndThen(PAUSE, clock);
    }

    /** Sweeps now and then, some at a time; called by one thread, more often than it sweeps. */
    public void tick() {
        if (!sweeping.isDue()) {
            return;
        }
        sweeping.rest();
        Instant now = clock.instant();
        List<StoredObject> unused = transaction.separate(() -> objects.unused(from, now.minus(age), MOST));
        // Those that cannot be removed must not keep the others waiting for ever.
        from = unused.size() < MOST ? Instant.EPOCH : unused.get(MOST - 1).created();
        int failures = 0;
        for (StoredObject object : unused) {
            if (failures == MOST_FAILURES) {
                return;
            }
            failures = remove(object) ? 0 : failures + 1;
        }
    }

    private boolean remove(StoredObject object) {
        try {
            store.remove(object);
            transaction.separate(() -> objects.remove(object.id()));
            return true;
        } catch (ProblemException e) {
            LOG.log(Level.WARNING, "{0}; the object, which nobody needs, stays for now", e.getMessage());
            return false;
        }
    }
}
