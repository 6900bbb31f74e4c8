// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.Outcome;
import io.slipway.log.LogName;
import io.slipway.master.log.LogSlice;
import io.slipway.master.query.JobView.LogView;
import io.slipway.message.AttemptAccount;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.LogAppended;
import io.slipway.message.RunnerEvent.LogClosed;
import io.slipway.message.RunnerMessage.RewindLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogTest {
    private static final LogName BUILD = new LogName("build");
    private MasterRig rig;
    private AttemptRef attempt;
    private JobId job;

    @BeforeEach
    void handOverOneJob() {
        rig = new MasterRig(Map.of("log.limit", "2000"));
        attempt = rig.handedOver().attempt();
        job = attempt.job();
    }

    @Test
    void bytesStandInTheFilesOfTheOriginalsLayout() throws IOException {
        rig.apply(append(LogName.SETUP, 0, "boot\n"), append(BUILD, 0, "make\n"));

        Path folder = rig.folder.resolve("logs").resolve(job.toString());
        assertThat(folder.resolve("log")).hasContent("boot\n");
        assertThat(folder.resolve("build").resolve("log")).hasContent("make\n");
        assertThat(Files.readString(folder.resolve("build/log"))).isEqualTo("make\n");
    }

    @Test
    void theLogsOfALaterAttemptStandBesideThoseOfTheFirst() {
        rig.apply(append(BUILD, 0, "first"), ended(attempt, new Outcome.RunnerFailed(Problem.GUEST_LOST, "Gone.")));
        rig.handOver();
        AttemptRef second = rig.newestOrder().attempt();

        rig.apply(new LogAppended(MasterRig.RUNNER, rig.clock.instant(), second, BUILD, 0, "second".getBytes(UTF_8)));

        assertThat(text(read(1, BUILD, 0))).isEqualTo("first");
        assertThat(text(read(2, BUILD, 0))).isEqualTo("second");
        assertThat(text(read(0, BUILD, 0))).isEqualTo("second");
    }

    @Test
    void bytesMayComeTwiceAndOverlap() {
        rig.apply(append(BUILD, 0, "one two "), append(BUILD, 0, "one two "));
        rig.apply(append(BUILD, 4, "two three"), append(BUILD, 0, "one"));

        assertThat(text(read(0, BUILD, 0))).isEqualTo("one two three");
        assertThat(log(BUILD).length()).isEqualTo(13);
    }

    @Test
    void aGapMakesTheRunnerGoBackOnceASecond() {
        rig.apply(append(BUILD, 0, "one"));
        rig.apply(append(BUILD, 10, "late"));
        rig.apply(append(BUILD, 14, "later"));
        assertThat(rig.messages.sent(RewindLog.class)).containsExactly(new RewindLog(attempt, BUILD, 3));
        assertThat(text(read(0, BUILD, 0))).isEqualTo("one");

        rig.clock.advance(Duration.ofSeconds(1));
        rig.apply(append(BUILD, 19, "latest"));
        assertThat(rig.messages.sent(RewindLog.class)).hasSize(2);

        rig.apply(append(BUILD, 3, " and all "));
        assertThat(text(read(0, BUILD, 0))).isEqualTo("one and all ");
    }

    @Test
    void anyOrderOfRepeatedPiecesGivesTheSameLog() {
        byte[] whole = new byte[1_500];
        Random random = new Random(7);
        random.nextBytes(whole);
        int has = 0;
        while (has < whole.length) {
            int from = Math.max(0, has - random.nextInt(100));
            int to = Math.min(whole.length, has + 1 + random.nextInt(200));
            rig.apply(new LogAppended(
                    MasterRig.RUNNER,
                    rig.clock.instant(),
                    attempt,
                    BUILD,
                    from,
                    java.util.Arrays.copyOfRange(whole, from, to)));
            has = to;
        }

        assertThat(read(0, BUILD, 0).bytes()).isEqualTo(whole);
    }

    @Test
    void aClosedLogThatIsWholeIsIntact() {
        rig.apply(append(BUILD, 0, "whole"), closed(BUILD, "whole"));

        assertThat(log(BUILD)).isEqualTo(new LogView(BUILD, 5, true, 0));
        assertThat(read(0, BUILD, 0).closed()).isTrue();
        assertThat(intact(BUILD)).isTrue();
    }

    @Test
    void aClosedLogSaysHowManyBytesAreMissingUntilTheyCome() {
        rig.apply(append(BUILD, 0, "who"), closed(BUILD, "whole"));
        assertThat(log(BUILD).missing()).isEqualTo(2);
        assertThat(read(0, BUILD, 0).closed()).isFalse();
        assertThat(rig.messages.sent(RewindLog.class)).containsExactly(new RewindLog(attempt, BUILD, 3));

        rig.apply(ended(attempt, new Outcome.Succeeded()));
        rig.apply(append(BUILD, 3, "le"));

        assertThat(log(BUILD).missing()).isZero();
        assertThat(intact(BUILD)).isTrue();
    }

    @Test
    void aLogWhoseBytesAreOthersIsNotIntact() {
        rig.apply(append(BUILD, 0, "whale"), closed(BUILD, "whole"));

        assertThat(intact(BUILD)).isFalse();
    }

    @Test
    void aLogWithoutAByteIsClosedToo() {
        rig.apply(closed(BUILD, ""));

        assertThat(log(BUILD)).isEqualTo(new LogView(BUILD, 0, true, 0));
        assertThat(intact(BUILD)).isTrue();
    }

    @Test
    void aLogWhoseCloseWasRolledBackIsClosedWhenThatIsToldAgain() {
        rig.apply(append(BUILD, 0, "whole"), closed(BUILD, "whole"), impossible());

        assertThat(log(BUILD)).isEqualTo(new LogView(BUILD, 5, true, 0));
        assertThat(intact(BUILD)).isTrue();
    }

    @Test
    void aLogThatWasMadeWholeAndRolledBackIsWholeWhenItsBytesComeAgain() {
        rig.apply(append(BUILD, 0, "who"), closed(BUILD, "whole"));

        rig.apply(append(BUILD, 3, "le"), impossible());

        assertThat(log(BUILD).missing()).isZero();
        assertThat(intact(BUILD)).isTrue();
    }

    @Test
    void aLogIsCutAtTheLimitAndSaysSo() {
        String line = "0123456789".repeat(100);

        rig.apply(append(BUILD, 0, line), append(BUILD, 1000, line));
        rig.apply(append(BUILD, 2000, line));
        rig.apply(append(BUILD, 3000, line), closed(BUILD, line.repeat(4)));

        String kept = text(read(0, BUILD, 0));
        assertThat(kept)
                .startsWith(line + line + "\n[slipway] This log is cut here")
                .hasSizeLessThan(2_200);
        assertThat(log(BUILD).missing()).isEqualTo(2000);
        assertThat(rig.messages.sent(RewindLog.class)).isEmpty();
    }

    @Test
    void aLogThatCannotBeWrittenIsAskedForAgain() throws IOException {
        Path ofJob = rig.folder.resolve("logs").resolve(job.toString());
        Files.createDirectories(ofJob);
        Files.writeString(ofJob.resolve("build"), "a file where a folder should be");
        rig.apply(append(BUILD, 0, "one"));
        Files.delete(ofJob.resolve("build"));

        rig.apply(append(BUILD, 3, "two"));
        assertThat(rig.messages.sent(RewindLog.class)).containsExactly(new RewindLog(attempt, BUILD, 0));
        rig.apply(append(BUILD, 0, "onetwo"));

        assertThat(text(read(0, BUILD, 0))).isEqualTo("onetwo");
    }

    @Test
    void aPartOfALogIsRead() {
        rig.apply(append(BUILD, 0, "one two three"));

        LogSlice slice = rig.within(() -> rig.master.logs().read(rig.admin, job, 0, BUILD, 4, 3));

        assertThat(text(slice)).isEqualTo("two");
        assertThat(slice.length()).isEqualTo(13);
        assertThat(read(0, BUILD, 99).bytes()).isEmpty();
    }

    @Test
    void aLogThatHasNoBytesYetIsEmptyAndOneThatNeverCanIsUnknown() {
        assertThat(read(0, BUILD, 0).length()).isZero();
        assertThat(read(0, BUILD, 0).closed()).isFalse();

        assertThat(problemOf(() -> read(0, new LogName("other"), 0))).isEqualTo(Problem.LOG_UNKNOWN);
        assertThat(problemOf(() -> read(2, BUILD, 0))).isEqualTo(Problem.LOG_UNKNOWN);
        assertThat(problemOf(() -> read(0, BUILD, -1))).isEqualTo(Problem.RANGE_ILLEGAL);
    }

    /** Defect 7 of the original: the log of a job that is not there was a defect of the server. */
    @Test
    void theLogOfAJobThatIsNotThereIsUnknown() {
        assertThat(problemOf(
                        () -> rig.within(() -> rig.master.logs().read(rig.admin, new JobId(999), 0, BUILD, 0, 10))))
                .isEqualTo(Problem.JOB_UNKNOWN);
    }

    @Test
    void aLogEndsWithItsAttempt() {
        rig.apply(append(BUILD, 0, "one"), ended(attempt, new Outcome.Succeeded()));

        assertThat(read(0, BUILD, 0).closed()).isTrue();
    }

    private LogAppended append(LogName log, long offset, String bytes) {
        return new LogAppended(MasterRig.RUNNER, rig.clock.instant(), attempt, log, offset, bytes.getBytes(UTF_8));
    }

    private LogClosed closed(LogName log, String whole) {
        return new LogClosed(MasterRig.RUNNER, rig.clock.instant(), attempt, log, whole.length(), sha256(whole));
    }

    /** An event that rolls back, with whatever is applied beside it, after the logs were. */
    private AttemptEnded impossible() {
        return new AttemptEnded(MasterRig.RUNNER, Instant.MAX, attempt, new Outcome.Succeeded(), AttemptAccount.NONE);
    }

    private AttemptEnded ended(AttemptRef which, Outcome outcome) {
        return new AttemptEnded(MasterRig.RUNNER, rig.clock.instant(), which, outcome, AttemptAccount.NONE);
    }

    private LogSlice read(int number, LogName log, long offset) {
        return rig.within(() -> rig.master.logs().read(rig.admin, job, number, log, offset, 10_000));
    }

    private LogView log(LogName name) {
        return rig.view(job).newestAttempt().orElseThrow().logs().stream()
                .filter(log -> log.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private boolean intact(LogName name) {
        return rig.within(() -> rig.stores.logs().find(job, 1, name))
                .orElseThrow()
                .intact();
    }

    private static Problem problemOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .actual()
                .problem();
    }

    private static String text(LogSlice slice) {
        return new String(slice.bytes(), UTF_8);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
