// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.error.Problem;
import io.slipway.image.Arch;
import io.slipway.image.ImageName;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.Outcome;
import io.slipway.job.RunnerName;
import io.slipway.manifest.ManifestParser;
import io.slipway.message.WorkOrder;
import io.slipway.runner.fake.FakeGuestFactory;
import io.slipway.runner.guest.Guest;
import io.slipway.runner.guest.GuestSettings;
import io.slipway.runner.report.EventReport;
import io.slipway.runner.step.AttemptEndedException;
import io.slipway.runner.step.AttemptRun;
import io.slipway.runner.step.AttemptRun.Scene;
import io.slipway.settings.Settings;
import io.slipway.task.TaskName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptRunTest {
    private static final Outcome FAILED = new Outcome.TaskFailed(new TaskName("one"), 3);
    private static final Outcome CANCELLED = new Outcome.Cancelled("Cancelled.");
    private static final String MANIFEST = "image: fake\ntasks: [one: exit 3]\n";

    @TempDir
    private Path folder;

    private int interrupted;

    @Test
    void whatInterruptsAnAttemptIsItsOutcome() {
        AttemptRun run = run();

        run.interrupt(CANCELLED);
        run.fail(new AttemptEndedException(FAILED));

        assertThat(run.decide(false)).isEqualTo(CANCELLED);
        assertThat(interrupted).isEqualTo(1);
    }

    @Test
    void attemptThatIsDecidedIsInterruptedNoMore() {
        AttemptRun run = run();
        run.fail(new AttemptEndedException(FAILED));

        assertThat(run.decide(false)).isEqualTo(FAILED);
        run.interrupt(CANCELLED);

        assertThat(run.decide(false)).isEqualTo(FAILED);
        assertThat(interrupted).as("its guest may stand by").isZero();
    }

    @Test
    void taskThatHasFailedCountsWhateverInterruptsWhatComesAfterIt() {
        for (Outcome late : List.of(
                new Outcome.TimedOut("Its time was up."),
                new Outcome.RunnerFailed(Problem.RUNNER_STOPPED, "The runner is stopping."))) {
            AttemptRun run = run();
            run.fail(new AttemptEndedException(FAILED));
            run.interrupt(late);

            assertThat(run.decide(false)).isEqualTo(FAILED);
        }
        assertThat(interrupted).isEqualTo(2);
    }

    @Test
    void cancelCountsAlsoWhenATaskHasFailed() {
        AttemptRun run = run();
        run.fail(new AttemptEndedException(FAILED));
        run.interrupt(CANCELLED);

        assertThat(run.decide(false)).isEqualTo(CANCELLED);
    }

    @Test
    void whatFailsWhenTheTimeIsUpIsNotTheOutcome() {
        AttemptRun run = run();
        Outcome late = new Outcome.TimedOut("Its time was up.");

        run.interrupt(late);
        run.fail(new AttemptEndedException(FAILED));

        assertThat(run.decide(false)).isEqualTo(late);
    }

    private AttemptRun run() {
        URI nowhere = URI.create("http://localhost/");
        WorkOrder order = new WorkOrder(
                new AttemptRef(new JobId(1), 1, 1),
                "test",
                nowhere,
                MANIFEST,
                Map.of(),
                Duration.ofHours(1),
                Duration.ofSeconds(30),
                nowhere,
                "none",
                List.of(),
                null,
                null);
        Guest guest = new FakeGuestFactory()
                .create(
                        order.attempt(),
                        new ImageName("fake"),
                        new Arch("x86_64"),
                        GuestSettings.from(Settings.of(Map.of()), folder),
                        null);
        EventReport report = new EventReport(new RunnerName("test"), Clock.systemUTC(), null);
        AttemptRun run = new AttemptRun(
                order, new ManifestParser().parse(MANIFEST).manifest(), new Scene(guest, null, 0, null), null, report);
        run.whenInterrupted(() -> interrupted++);
        return run;
    }
}
