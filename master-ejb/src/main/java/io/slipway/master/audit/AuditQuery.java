// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.audit;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.store.AuditStore;
import io.slipway.master.store.AuditStore.LineRow;
import io.slipway.master.store.Stores;
import java.util.List;

/** What administrators read of the audit log. */
public final class AuditQuery {
    private final AuditStore lines;

    public AuditQuery(Stores stores) {
        this.lines = stores.audit();
    }

    /**
     * A page, newest first.
     *
     * @param start what the page before named as the next; 0 for the newest
     */
    public AuditPage list(Caller caller, AuditFilter filter, long start) {
        Permissions.administer(caller, Permissions.AUDIT_READ, "Reading the audit log");
        if (start < 0) {
            throw new ProblemException(
                    Problem.AUDIT_FILTER_ILLEGAL,
                    "Reading the audit log: `start` is `%d`; 0 or what a page named as the next is allowed"
                            .formatted(start));
        }
        List<LineRow> rows = lines.list(filter.wanted(), start == 0 ? Long.MAX_VALUE : start, AuditPage.SIZE + 1);
        boolean more = rows.size() > AuditPage.SIZE;
        return new AuditPage(
                rows.stream().limit(AuditPage.SIZE).map(AuditLine::of).toList(),
                more ? rows.get(AuditPage.SIZE - 1).id() : 0);
    }
}
