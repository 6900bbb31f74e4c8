// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.audit;

import io.slipway.master.store.Stores;
import io.slipway.master.store.Transaction;
import java.time.Clock;

/** All that there is of the audit log: what writes it, reads it and forgets it. */
public record AuditLog(AuditTrail trail, AuditedDoors doors, SeenJobs seen, AuditQuery query, SweepAudit sweep) {
    public static AuditLog of(Stores stores, AuditSettings settings, Transaction transaction, Clock clock) {
        AuditTrail trail = new AuditTrail(stores, transaction, clock);
        return new AuditLog(
                trail,
                new AuditedDoors(trail),
                new SeenJobs(trail, transaction, clock),
                new AuditQuery(stores),
                new SweepAudit(stores, settings, transaction, clock));
    }
}
