// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.plan;

/**
 * One thing that is broken in a run.
 *
 * @param which of the runners, or of the run's jobs whose guest is meant, from 0; 0 for what there is one of
 * @param after milliseconds from the run's begin until it is broken
 * @param lasts milliseconds until it is mended
 */
public record Fault(Part part, int which, FaultKind kind, long after, long lasts) {
    /** Whether nothing is to be mended. */
    public boolean isMoment() {
        return kind == FaultKind.EMPTY || kind == FaultKind.VANISH || part == Part.GUEST && kind == FaultKind.KILL;
    }

    @Override
    public String toString() {
        String who = part == Part.RUNNER || part == Part.GUEST ? part.word() + " " + (which + 1) : part.word();
        String what = "%s %s at %d ms".formatted(kind.word(), who, after);
        return isMoment() ? what : what + " for %d ms".formatted(lasts);
    }
}
