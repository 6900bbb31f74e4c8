// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.audit;

import io.slipway.master.store.AuditStore.LineRow;
import io.slipway.master.store.AuditStore.NewLine;
import java.time.Instant;

/**
 * A line of the audit log.
 *
 * @param actor name of the account; empty for nobody in particular, or the master itself
 * @param way by what the actor was known
 * @param address may be empty
 * @param target which one of its kind; may be empty
 * @param done else refused
 * @param problem the code of why it was refused; empty when it was done
 * @param details a JSON object of texts
 */
public record AuditLine(
        long id,
        Instant at,
        String actor,
        String way,
        String address,
        String act,
        String kind,
        String target,
        boolean done,
        String problem,
        String details) {

    static AuditLine of(LineRow row) {
        NewLine line = row.line();
        return new AuditLine(
                row.id(),
                row.at(),
                line.who().name(),
                line.who().way(),
                line.who().address(),
                line.what().act(),
                line.what().kind(),
                line.what().target(),
                line.problem().isEmpty(),
                line.problem(),
                line.details());
    }
}
