// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.audit;

import java.util.List;

/**
 * One page of the audit log, newest first.
 *
 * @param next what to give as {@code start} for the next page; 0 on the last
 */
public record AuditPage(List<AuditLine> lines, long next) {
    /** How many lines a page has. */
    public static final int SIZE = 50;

    public AuditPage {
        lines = List.copyOf(lines);
    }
}
