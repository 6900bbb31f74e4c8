// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.job;

import static io.slipway.web.page.job.JobFixture.THEN;
import static io.slipway.web.page.job.JobFixture.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.job.JobStatus;
import io.slipway.job.Phase;
import io.slipway.master.query.JobView;
import org.junit.jupiter.api.Test;

class PhaseLineTest {

    @Test
    void phaseBehindTheLastReportedOneGoesOn() {
        JobView running = job(JobStatus.RUNNING).attempt(Phase.GUEST).view();

        assertThat(PhaseLine.of(running.attempts().get(0)))
                .containsExactly(
                        new PhaseLine(Phase.GUEST, THEN, THEN.plusSeconds(1)),
                        new PhaseLine(Phase.PREPARE, THEN.plusSeconds(1), null));
    }

    @Test
    void nothingGoesOnInAnAttemptThatEnded() {
        JobView ended = job(JobStatus.FAILED).ended("Failed.").view();

        assertThat(PhaseLine.of(ended.attempts().get(0))).isEmpty();
    }
}
