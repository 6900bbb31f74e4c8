// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.job.JobStatus;
import io.slipway.master.access.Caller;
import io.slipway.task.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobFeedTest {
    private final FakeJob job = new FakeJob();
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void readerGetsStatusTasksAndBytesAndThenTheEnd() {
        job.run(JobStatus.SUCCESS, TaskStatus.SUCCESS);
        job.log("", "boot\n");
        job.log("build", "hi\n");

        List<Event> events = drain(feed(Position.begin(0), 0));

        assertThat(events).extracting(Event::name).containsExactly("status", "task", "log", "log", "end");
        assertThat(events.get(2).data()).doesNotContain("\"task\"").contains("\"text\":\"boot\\n\"");
        assertThat(events.get(4).id()).isEqualTo("1/5,3");
    }

    @Test
    void readerThatComesBackGetsOnlyWhatItHasNot() {
        job.run(JobStatus.SUCCESS, TaskStatus.SUCCESS);
        job.log("", "boot\n");
        job.log("build", "hi\nthere\n");

        List<Event> events = drain(feed(Position.of("1/5,3").orElseThrow(), 0));

        assertThat(events).extracting(Event::name).containsExactly("status", "task", "log", "end");
        assertThat(events.get(2).data()).contains("\"offset\":3").contains("there");
    }

    @Test
    void tailGivesOnlyTheEndOfALog() {
        job.run(JobStatus.SUCCESS, TaskStatus.SUCCESS);
        job.log("build", "0123456789");

        List<Event> events = drain(feed(Position.begin(0), 4));

        assertThat(events.get(2).data()).contains("\"offset\":6").contains("\"text\":\"6789\"");
    }

    @Test
    void nothingNewGivesNothingAndNoEnd() {
        job.run(JobStatus.RUNNING, TaskStatus.RUNNING);
        JobFeed feed = feed(Position.begin(0), 0);
        drain(feed);

        assertThat(feed.next()).isNull();
        assertThat(feed.isEnded()).isFalse();
    }

    @Test
    void bytesThatComeLaterComeOnce() {
        job.run(JobStatus.RUNNING, TaskStatus.RUNNING);
        job.log("build", "one\n");
        JobFeed feed = feed(Position.begin(0), 0);
        drain(feed);

        job.log("build", "one\ntwo\n");

        assertThat(drain(feed))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.data()).contains("\"offset\":4").contains("two"));
    }

    @Test
    void newAttemptIsToldBeforeItsLogsBeginAnew() {
        job.run(JobStatus.RUNNING, TaskStatus.RUNNING);
        job.log("", "first\n");
        JobFeed feed = feed(Position.begin(0), 0);
        drain(feed);

        job.nextAttempt();
        job.log("", "second\n");

        List<Event> events = drain(feed);

        assertThat(events).extracting(Event::name).containsExactly("status", "task", "log");
        assertThat(events).extracting(Event::id).endsWith("2/7");
    }

    @Test
    void bytesThatAreNoTextComeInBase64() {
        job.run(JobStatus.SUCCESS, TaskStatus.SUCCESS);
        job.log("", new byte[] {(byte) 0xFF, 0});

        assertThat(drain(feed(Position.begin(0), 0)).get(2).data())
                .contains("\"base64\":\"/wA=\"")
                .doesNotContain("\"text\"");
    }

    @Test
    void whatIsAheadOfAWaitingJobIsToldWhenItChanges() {
        job.waits(3, "2 jobs are ahead of it.");
        JobFeed feed = feed(Position.begin(0), 0);
        assertThat(drain(feed)).extracting(Event::name).containsExactly("status", "waiting", "task");

        job.waits(2, "1 job is ahead of it.");
        assertThat(drain(feed)).as("it is asked for now and then").isEmpty();
        now = now.plusSeconds(5);
        assertThat(drain(feed))
                .extracting(Event::data)
                .containsExactly("{\"position\":2,\"reason\":\"slots-busy\",\"sentence\":\"1 job is ahead of it.\"}");
        now = now.plusSeconds(5);
        assertThat(drain(feed)).isEmpty();

        job.run(JobStatus.RUNNING, TaskStatus.RUNNING);
        assertThat(drain(feed)).extracting(Event::name).containsExactly("status", "task");
    }

    private JobFeed feed(Position position, long tail) {
        return new JobFeed(job.jobs(), job.logs(), Caller.ANONYMOUS, FakeJob.ID, position, tail, () -> now);
    }

    private static List<Event> drain(JobFeed feed) {
        List<Event> events = new ArrayList<>();
        for (Event event = feed.next(); event != null; event = feed.next()) {
            events.add(event);
        }
        return events;
    }
}
