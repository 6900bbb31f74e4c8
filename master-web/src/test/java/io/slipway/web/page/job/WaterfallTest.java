// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.job;

import static io.slipway.web.page.job.JobFixture.THEN;
import static io.slipway.web.page.job.JobFixture.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.job.JobStatus;
import io.slipway.job.Phase;
import io.slipway.master.query.JobView;
import io.slipway.task.TaskStatus;
import io.slipway.web.page.job.Waterfall.Bar;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaterfallTest {

    @Test
    void barsShareTheTimeFromTheSubmitUntilNow() {
        JobView running = job(JobStatus.RUNNING).attempt(Phase.GUEST).view();

        List<Bar> bars = Waterfall.of(running, running.attempts().get(0), THEN.plusSeconds(4));

        assertThat(bars)
                .containsExactly(
                        new Bar("queue", "queue", THEN, THEN, 0, 4),
                        new Bar("guest", "guest", THEN, THEN.plusSeconds(1), 0, 250),
                        new Bar("prepare", "prepare", THEN.plusSeconds(1), null, 250, 750));
    }

    @Test
    void tasksOfTheNewestAttemptStandForTheirPhase() {
        JobView running = job(JobStatus.RUNNING)
                .attempt(Phase.GUEST, Phase.PREPARE)
                .build(TaskStatus.RUNNING)
                .view();

        assertThat(Waterfall.of(running, running.attempts().get(0), THEN.plusSeconds(4)))
                .extracting(Bar::name)
                .containsExactly("queue", "guest", "prepare", "build");
    }

    @Test
    void ofAnEarlierAttemptThePhaseOfAllTasksIsShown() {
        JobView again = job(JobStatus.RUNNING)
                .attempt(Phase.GUEST, Phase.PREPARE, Phase.TASKS)
                .attempt()
                .build(TaskStatus.RUNNING)
                .view();

        assertThat(Waterfall.of(again, again.attempts().get(0), THEN.plusSeconds(4)))
                .extracting(Bar::name)
                .contains("tasks")
                .doesNotContain("build");
    }

    @Test
    void clocksThatDifferNeverLeaveTheWhole() {
        JobView ended = job(JobStatus.SUCCESS).attempt(Phase.GUEST).view();

        assertThat(Waterfall.of(ended, ended.attempts().get(0), THEN.minusSeconds(5)))
                .allSatisfy(bar -> assertThat(bar.left() + bar.width()).isBetween(0.0, 1004.0));
    }
}
