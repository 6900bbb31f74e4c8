// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.RunnerName;
import io.slipway.message.MessageStream;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerEvent.AttemptStarted;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventReportTest {
    private final FakeStream stream = new FakeStream();
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
    void eventThatComesAloneGoesAtOnce() {
        long told = System.nanoTime();
        tell(1);

        await().pollInterval(Duration.ofMillis(1)).until(() -> !stream.envelopes.isEmpty());
        assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(Duration.ofMillis(100));
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
        assertThat(stream.envelopes.size()).isLessThan(50);
    }

    @Test
    void whatCannotBeSentWaitsAndNothingIsLost() {
        stream.down = true;
        tell(1);
        tell(2);
        await().until(() -> stream.refused > 0);

        stream.down = false;

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

    /** Remembers what was published together. */
    private static final class FakeStream implements MessageStream<RunnerEvent> {
        private final List<List<RunnerEvent>> envelopes = new CopyOnWriteArrayList<>();
        private volatile boolean down;
        private volatile int refused;

        @Override
        public void publish(RunnerEvent message) {
            publishAll(List.of(message));
        }

        @Override
        public void publishAll(List<RunnerEvent> messages) {
            if (down) {
                refused++;
                throw new ProblemException(Problem.MESSAGES_DOWN, "no Redis here");
            }
            envelopes.add(List.copyOf(messages));
        }

        @Override
        public List<Received<RunnerEvent>> receive(int most, Duration wait) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void acknowledge(List<Received<RunnerEvent>> received) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long backlog() {
            return 0;
        }

        List<Long> jobs() {
            List<Long> jobs = new ArrayList<>();
            envelopes.forEach(events -> events.forEach(
                    event -> jobs.add(((AttemptStarted) event).attempt().job().value())));
            return jobs;
        }
    }
}
