// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.bench.chaos.check.Facts.LogFacts;
import io.slipway.bench.chaos.check.Facts.TaskFacts;
import io.slipway.bench.chaos.plan.JobKind;
import io.slipway.bench.chaos.plan.ShellDialect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A job that went well has no complaints, and every violation that is planted in one is seen. */
class JobCheckTest {
    private final SeenJob job = new SeenJob();

    @Test
    void jobThatWentWellHasNoComplaints() {
        assertThat(job.complaints()).isEmpty();
    }

    @Test
    void secondEndIsSeen() {
        job.moves.add(SeenJob.move("failed", false, 2));
        job.status = "failed";

        assertThat(job.complaints()).contains("ONE_END: after its end `success` it became `failed`");
    }

    @Test
    void sameEndWrittenTwiceIsSeen() {
        job.moves.add(SeenJob.move("success", false, 2));

        assertThat(job.complaints()).containsExactly("ONE_END: after its end `success` it became `success`");
    }

    @Test
    void jobWithoutAnEndIsSeen() {
        job.moves.remove(job.moves.size() - 1);

        assertThat(job.complaints()).containsExactly("ONE_END: it has no end; it is `running`");
    }

    @Test
    void jobThatWasOpenedAgainWithoutARequestIsSeen() {
        reopen();

        assertThat(job.complaints())
                .containsExactly("ONE_END: it was opened again 1 times; 0 restarts were accepted and 0 had no answer");
    }

    @Test
    void jobMayBeOpenedAgainByARequest() {
        reopen();
        job.requests = new Requests(0, false, 0, 1, 0);

        assertThat(job.complaints()).isEmpty();
    }

    @Test
    void requestWithoutAnAnswerMayHaveOpenedIt() {
        reopen();
        job.requests = new Requests(0, false, 0, 0, 2);

        assertThat(job.complaints()).isEmpty();
    }

    private void reopen() {
        job.moves.set(3, SeenJob.move("failed", false, 1));
        job.moves.add(4, SeenJob.move("queued", true, 1));
    }

    @Test
    void epochThatGoesBackIsSeen() {
        job.moves.set(job.moves.size() - 1, new Facts.Move("10:00:00", "success", false, 2, 1));

        assertThat(job.complaints())
                .containsExactly("ONE_END: attempt 2 with epoch 1 followed on attempt 2 with epoch 2");
    }

    @Test
    void markOfAnotherEpochIsSeen() {
        job.texts.put(SeenJob.TASK, "mark 2 2 one 1\nmark 1 1 one 2\nmark 2 2 one 3\n");

        assertThat(job.complaints())
                .contains("ONE_EPOCH: log `one` of attempt 2: a mark of attempt/epoch 1/1 stands in the log of 2/2");
    }

    @Test
    void holeIsSeen() {
        job.texts.put(SeenJob.TASK, "mark 2 2 one 1\nmark 2 2 one 3\n");

        assertThat(job.complaints())
                .containsExactly(
                        "ONE_EPOCH: log `one` of attempt 2: where mark 2 of task `one` is due stands mark 3 of task `one`");
    }

    @Test
    void missingEndOfATaskIsSeen() {
        job.texts.put(SeenJob.TASK, "mark 2 2 one 1\nmark 2 2 one 2\n");

        assertThat(job.complaints())
                .containsExactly("ONE_EPOCH: log `one` of attempt 2: it has 2 marks; its script prints 3");
    }

    @Test
    void whatNoScriptPrintedIsSeen() {
        job.texts.put(SeenJob.TASK, "mark 2 2 one 1\nmark 2 2 one 2\nhello\nmark 2 2 one 3\n");

        assertThat(job.complaints())
                .containsExactly("ONE_EPOCH: log `one` of attempt 2: line 3 is `hello`, which is no mark");
    }

    @Test
    void logOfAnAttemptThatWasTakenBackMayEndAnywhere() {
        job.texts.put(SeenJob.EARLIER, "mark 1 1 one 1\nmark 1 1 o");

        assertThat(job.complaints()).isEmpty();
    }

    @Test
    void marksOfTwoRunsOfAScriptInOneLogAreSeen() {
        job.dialect = new ShellDialect("debian");
        job.texts.put(SeenJob.EARLIER, "mark e-a one 1\n");
        job.texts.put(SeenJob.TASK, "+ set +x\r\nmark e-b one 1\r\nmark e-c one 2\r\nmark e-b one 3\r\n");

        assertThat(job.complaints())
                .containsExactly(
                        "ONE_EPOCH: log `one` of attempt 2: marks of 2 runs of the script stand in one log: [e-b, e-c]");
    }

    @Test
    void marksOfOneRunInTheLogsOfTwoAttemptsAreSeen() {
        job.dialect = new ShellDialect("debian");
        job.texts.put(SeenJob.EARLIER, "mark e-a one 1\n");
        job.texts.put(SeenJob.TASK, "mark e-a one 1\nmark e-a one 2\nmark e-a one 3\n");

        assertThat(job.complaints()).singleElement().asString().contains("marks of e-a stand in the log of attempt");
    }

    @Test
    void logThatIsNotClosedIsSeen() {
        close(new LogFacts(SeenJob.TASK, 45, false, 0, "", false));

        assertThat(job.complaints())
                .containsExactly("EVERY_BYTE: log `one` of attempt 2: it is not closed, with 45 bytes");
    }

    @Test
    void bytesThatAreMissingAreSeen() {
        close(new LogFacts(SeenJob.TASK, 45, true, 50, "", false));

        assertThat(job.complaints()).containsExactly("EVERY_BYTE: log `one` of attempt 2: 5 bytes of 50 are missing");
    }

    @Test
    void bytesThatAreOthersThanTheRunnersAreSeen() {
        close(new LogFacts(SeenJob.TASK, 45, true, 45, "0123", true));

        assertThat(job.complaints())
                .containsExactly(
                        "EVERY_BYTE: log `one` of attempt 2: its 45 bytes are not those that the runner wrote; the master says they are");
    }

    private void close(LogFacts log) {
        job.logs.put(SeenJob.TASK, log);
    }

    @Test
    void byteThatChangedSinceItWasReadIsSeen() {
        LogCopy copy = new LogCopy();
        copy.append("mark 2 2 two".getBytes(StandardCharsets.UTF_8));
        job.copies.put(SeenJob.TASK, copy);

        assertThat(job.complaints())
                .containsExactly("EVERY_BYTE: log `one` of attempt 2: byte 9 is another one than was read before");
    }

    @Test
    void logThatIsNotThereIsSeen() {
        job.texts.remove(SeenJob.TASK);

        assertThat(job.complaints()).containsExactly("EVERY_BYTE: the log of task `one` is not there, or not whole");
    }

    @Test
    void logOfATaskThatTheMasterDoesNotKnowToHaveRunIsMissed() {
        job.tasks.set(0, new TaskFacts("one", "pending", 0, -1));
        close(new LogFacts(SeenJob.TASK, 30, false, 0, "", false));

        assertThat(job.complaints()).contains("EVERY_BYTE: the log of task `one` is not there, or not whole");
    }

    @Test
    void jobThatMustSucceedAndFailedIsSeen() {
        end("failed", "The image is gone.");

        assertThat(job.complaints())
                .contains(
                        "RIGHT_RESULT: a job that is plain ended as `failed`: The image is gone.; right is [SUCCESS]");
    }

    @Test
    void jobWhoseAttemptsAreUsedUpIsNoViolation() {
        end("failed", "The runner was stopped. This was the last of 100 attempts.");

        assertThat(job.complaints()).isEmpty();
    }

    @Test
    void successWithATaskThatDidNotRunIsSeen() {
        job.tasks.add(0, new TaskFacts("zero", "pending", 0, -1));

        assertThat(job.complaints())
                .contains(
                        "RIGHT_RESULT: the job is `success`, and task `zero` is `pending` with exit code -1 in attempt 0");
    }

    @Test
    void cancelledJobThatSucceededIsSeen() {
        job.kind = JobKind.CANCELLED;
        job.requests = new Requests(1, false, 0, 0, 0);

        assertThat(job.complaints())
                .singleElement()
                .asString()
                .startsWith("RIGHT_RESULT: a job that is cancelled ended");
    }

    @Test
    void jobThatWasOvertakenByItsCancelMayEndEitherWay() {
        job.kind = JobKind.OVERTAKEN;
        job.requests = new Requests(1, false, 0, 0, 0);

        assertThat(job.complaints()).isEmpty();
        end("cancelled", "Cancelled.");
        job.tasks.set(0, new TaskFacts("one", "failed", 2, -1));
        assertThat(job.complaints()).isEmpty();
    }

    @Test
    void jobThatWasCancelledThoughNobodyAskedIsSeen() {
        job.kind = JobKind.OVERTAKEN;
        end("cancelled", "Cancelled.");

        assertThat(job.complaints())
                .contains("RIGHT_RESULT: a job that is overtaken ended as `cancelled`: Cancelled.; right is [SUCCESS]");
    }

    @Test
    void artifactThatIsAnotherOneIsSeen() {
        job.kind = JobKind.ARTIFACT;
        job.artifact = "whole";

        assertThat(job.complaints()).containsExactly("RIGHT_RESULT: its artifact is ``; right is `whole`");
        job.found = Optional.of("whole\n".getBytes(StandardCharsets.UTF_8));
        assertThat(job.complaints()).isEmpty();
    }

    private void end(String status, String sentence) {
        job.status = status;
        job.sentence = sentence;
        job.moves.set(job.moves.size() - 1, SeenJob.move(status, false, 2));
    }

    @Test
    void logThatShrankIsSeen() {
        LogCopy copy = new LogCopy();

        assertThat(copy.measured(10)).isEmpty();
        assertThat(copy.measured(10)).isEmpty();
        assertThat(copy.measured(9)).containsExactly("it was 10 bytes long, and then 9");
        assertThat(copy.compared(new byte[9])).isEqualTo(List.of("9 bytes are left of the 10 that were there before"));
    }
}
