// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.RunnerName;
import io.slipway.runner.fake.FakeEvents;
import java.time.Clock;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventReportTest {
    private final FakeEvents stream = new FakeEvents();
    private final EventReport report = new EventReport(new RunnerName("runner-1"), Clock.systemUTC(), stream);
    private final Thread thread = new Thread(report, "report");

    @BeforeEach
    void start() {
        thread.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        report.close();
        thread.join();
    }

    @Test
    void eventThatComesAloneWaitsForNoOther() {
        tell(1);

        await().until(() -> !stream.envelopes().isEmpty());
        assertThat(stream.envelopes()).hasSize(1);
        assertThat(stream.jobs()).containsExactly(1L);
    }

    @Test
    void manyEventsOfAMomentTravelInFewEnvelopesAndInTheirOrder() throws InterruptedException {
        for (long job = 1; job <= 200; job++) {
            tell(job);
            // As they come in: one after another, not all at once.
            Thread.sleep(0, 100_000);
        }

        await().until(() -> stream.jobs().size() == 200);
        assertThat(stream.jobs())
                .isEqualTo(LongStream.rangeClosed(1, 200).boxed().toList());
        assertThat(stream.envelopes().size()).isLessThan(50);
    }

    @Test
    void whatCannotBeSentWaitsAndNothingIsLost() {
        stream.down(true);
        tell(1);
        tell(2);
        await().until(() -> stream.refused() > 0);

        stream.down(false);

        await().until(() -> stream.jobs().size() == 2);
        assertThat(stream.jobs()).containsExactly(1L, 2L);
    }

    @Test
    void whatWaitsIsSentBeforeItEnds() throws InterruptedException {
        LongStream.rangeClosed(1, 300).forEach(this::tell);

        report.close();
        thread.join();

        assertThat(stream.jobs()).hasSize(300);
    }

    private void tell(long job) {
        report.started(new AttemptRef(new JobId(job), 1, 1));
    }
}
