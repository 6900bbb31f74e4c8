// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.job;

import io.slipway.job.Phase;
import io.slipway.master.query.JobView.AttemptView;
import io.slipway.master.query.JobView.PhaseView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A phase of an attempt as the page shows it: one that was reported, or the one that goes on now.
 *
 * @param ended null while it goes on
 */
public record PhaseLine(Phase phase, Instant began, Instant ended) {
    private static final Phase[] ALL = Phase.values();

    static List<PhaseLine> of(AttemptView attempt) {
        List<PhaseLine> lines = new ArrayList<>();
        attempt.phases().forEach(phase -> lines.add(new PhaseLine(phase.phase(), phase.began(), phase.ended())));
        current(attempt).ifPresent(lines::add);
        return lines;
    }

    /** The phase that goes on: phases are reported when they end, so it is the one behind the last that was. */
    static Optional<PhaseLine> current(AttemptView attempt) {
        if (attempt.started() == null || attempt.ended() != null) {
            return Optional.empty();
        }
        List<PhaseView> reported = attempt.phases();
        if (reported.isEmpty()) {
            return Optional.of(new PhaseLine(ALL[0], attempt.started(), null));
        }
        PhaseView last = reported.get(reported.size() - 1);
        int next = last.phase().ordinal() + 1;
        return next < ALL.length ? Optional.of(new PhaseLine(ALL[next], last.ended(), null)) : Optional.empty();
    }
}
