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
import io.slipway.manifest.Finding;
import io.slipway.manifest.ManifestException;
import io.slipway.master.artifact.ArtifactPlace;
import io.slipway.master.artifact.ArtifactUpload;
import io.slipway.master.query.JobView.ArtifactView;
import io.slipway.master.store.ArtifactStore.ArtifactRow;
import io.slipway.message.AttemptAccount;
import io.slipway.message.KeepLimits;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.AttemptStarted;
import io.slipway.message.WorkOrder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactTest {
    private static final String MANIFEST = MasterRig.MANIFEST + "artifacts:\n  - out/a.tar\n  - b.txt\n";
    private MasterRig rig;
    private WorkOrder order;
    private JobId job;

    @BeforeEach
    void handOverOneJob() {
        rig = new MasterRig(Map.of("artifact.limit", "1000", "artifacts.most", "3"));
        rig.beat(1);
        job = rig.submit(rig.admin, MANIFEST);
        rig.handOver();
        order = rig.newestOrder();
    }

    @Test
    void anArtifactIsKeptAndGivenBack() throws IOException {
        ArtifactView kept = rig.master
                .receiveArtifact()
                .receive(job, order.uploadToken(), new ArtifactUpload(0, "a.tar", "out/a.tar"), bytes("bytes"));

        assertThat(kept.path()).isEqualTo("out/a.tar");
        assertThat(kept.name()).isEqualTo("a.tar");
        assertThat(kept.size()).isEqualTo(5);
        assertThat(kept.sha256()).isEqualTo("277089d91c0bdf4f2e6862ba7e4a07605119431f5d13f726dd352b06f1b206a9");
        assertThat(rig.view(job).artifacts()).containsExactly(kept);
        assertThat(file(kept.id()))
                .hasContent("bytes")
                .isEqualTo(rig.folder.resolve("artifacts").resolve(job + "/0/a.tar"));
    }

    @Test
    void theSameUploadTwiceKeepsOne() throws IOException {
        ArtifactView first = receive(0, "a.tar", "bytes");
        ArtifactView second = receive(0, "a.tar", "bytes");

        assertThat(second).isEqualTo(first);
        assertThat(rig.view(job).artifacts()).hasSize(1);
        assertThat(files()).isEqualTo(1);
    }

    @Test
    void theTokenStillWorksAfterTheRunnerHasBegun() {
        rig.apply(new AttemptStarted(MasterRig.RUNNER, rig.clock.instant(), order.attempt()));

        assertThat(receive(1, "b.txt", "b").size()).isEqualTo(1);
    }

    @Test
    void anotherTokenOrThatOfAnEndedAttemptIsRefused() {
        assertThat(problemOf(
                        () -> rig.master.receiveArtifact().receive(job, "guessed", upload(0, "a.tar"), bytes("x"))))
                .isEqualTo(Problem.CREDENTIALS_WRONG);
        assertThat(problemOf(() -> rig.master.receiveArtifact().admit(job, "guessed")))
                .isEqualTo(Problem.CREDENTIALS_WRONG);
        rig.master.receiveArtifact().admit(job, order.uploadToken());
        assertThat(problemOf(() -> rig.master
                        .receiveArtifact()
                        .receive(new JobId(999), order.uploadToken(), upload(0, "a.tar"), bytes("x"))))
                .isEqualTo(Problem.CREDENTIALS_WRONG);

        rig.apply(new AttemptEnded(
                MasterRig.RUNNER,
                rig.clock.instant(),
                order.attempt(),
                new Outcome.Cancelled("Enough."),
                AttemptAccount.NONE));
        assertThat(problemOf(() -> receive(0, "a.tar", "late"))).isEqualTo(Problem.CREDENTIALS_WRONG);
    }

    @Test
    void anAttemptThatEndsDuringTheUploadKeepsNothing() throws IOException {
        InputStream slow = new InputStream() {
            private boolean ended;

            @Override
            public int read() {
                if (!ended) {
                    ended = true;
                    rig.apply(new AttemptEnded(
                            MasterRig.RUNNER,
                            rig.clock.instant(),
                            order.attempt(),
                            new Outcome.TimedOut("Too long."),
                            AttemptAccount.NONE));
                    return 'x';
                }
                return -1;
            }
        };

        assertThat(problemOf(
                        () -> rig.master.receiveArtifact().receive(job, order.uploadToken(), upload(0, "a.tar"), slow)))
                .isEqualTo(Problem.CREDENTIALS_WRONG);
        assertThat(files()).isZero();
        assertThat(rig.view(job).artifacts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../a", "a/b", "a\\b", "a\0b", "a\nb"})
    void aNameThatIsNoFileNameIsRefused(String name) throws IOException {
        assertThat(problemOf(() -> receive(0, name, "x"))).isEqualTo(Problem.REQUEST_ILLEGAL);
        assertThat(files()).isZero();
    }

    /** Defect 13 of the original: of too many artifacts none was kept, and the job succeeded. */
    @Test
    void moreArtifactsThanAreAllowedAreRefused() {
        assertThat(receive(2, "c", "x").name()).isEqualTo("c");
        assertThat(problemOf(() -> receive(3, "d", "x"))).isEqualTo(Problem.REQUEST_ILLEGAL);
        assertThat(problemOf(() -> receive(-1, "d", "x"))).isEqualTo(Problem.REQUEST_ILLEGAL);
    }

    @Test
    void theOrderSaysWhatMayBeKept() {
        assertThat(order.limits()).isEqualTo(new KeepLimits(3, 1000, 4L << 30));
    }

    /** Defect 13 of the original: of more than eight artifacts none was kept, and the job succeeded. */
    @Test
    void aManifestThatNamesMoreArtifactsThanAreAllowedIsNotTaken() {
        String four = MANIFEST + "  - c.txt\n  - d.txt\n";

        assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() -> rig.submit(rig.admin, four))
                .satisfies(refused -> assertThat(refused.findings())
                        .extracting(Finding::sentence)
                        .containsExactly("`artifacts` names 4 paths; at most 3 are allowed"));
        assertThat(rig.within(() -> rig.master.submit().check(rig.admin, four)))
                .extracting(Finding::problem)
                .containsExactly(Problem.ARTIFACTS_TOO_MANY);
    }

    /** Defect 13 of the original: the size of an artifact was a number of 32 bits. */
    @Test
    void theSizeOfAnArtifactMayBeMoreThanTwoGigabytes() {
        ArtifactRow large = new ArtifactRow(0, job, 1, 0, "disk.img", "disk.img", 5L << 30, "ab", rig.clock.instant());

        long id = rig.within(() -> rig.stores.artifacts().put(large));

        assertThat(rig.view(job).artifacts()).singleElement().satisfies(shown -> {
            assertThat(shown.id()).isEqualTo(id);
            assertThat(shown.size()).isEqualTo(5_368_709_120L);
        });
    }

    /** Defect 16 of the original: its validators disagreed about artifacts of one file name. Both are kept, and have addresses of their own. */
    @Test
    void artifactsOfOneFileNameAreBothKept() {
        ArtifactView first = receive(0, "report.txt", "first");
        ArtifactView second = receive(1, "report.txt", "second");

        assertThat(rig.view(job).artifacts()).containsExactly(first, second);
        assertThat(first.id()).isNotEqualTo(second.id());
        assertThat(file(first.id())).hasContent("first");
        assertThat(file(second.id())).hasContent("second");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\0b", "\ud800"})
    void aPathThatIsNoTextIsRefused(String path) {
        assertThat(problemOf(() -> rig.master
                        .receiveArtifact()
                        .receive(job, order.uploadToken(), new ArtifactUpload(0, "a", path), bytes("x"))))
                .isEqualTo(Problem.REQUEST_ILLEGAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "/etc/passwd", "a\nb", "-rf"})
    void aHostilePathIsKeptAsTextAlone(String path) throws IOException {
        ArtifactView kept = rig.master
                .receiveArtifact()
                .receive(job, order.uploadToken(), new ArtifactUpload(0, "a", path), bytes("x"));

        assertThat(kept.path()).isEqualTo(path);
        assertThat(rig.folder.resolve("artifacts").resolve(job + "/0/a")).hasContent("x");
        assertThat(files()).isEqualTo(1);
    }

    @Test
    void anArtifactOverTheLimitIsRefusedAndLeavesNothing() throws IOException {
        assertThat(problemOf(() -> receive(0, "a.tar", "x".repeat(1_001)))).isEqualTo(Problem.REQUEST_TOO_LARGE);
        assertThat(files()).isZero();
    }

    @Test
    void anUploadThatBreaksOffLeavesNothing() throws IOException {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };

        assertThat(problemOf(() ->
                        rig.master.receiveArtifact().receive(job, order.uploadToken(), upload(0, "a.tar"), broken)))
                .isEqualTo(Problem.REQUEST_ILLEGAL);
        assertThat(files()).isZero();
    }

    @Test
    void aFolderThatCannotBeWrittenIsAProblemThatSaysSo() throws IOException {
        Files.writeString(rig.folder.resolve("artifacts"), "a file where a folder should be");

        assertThat(problemOf(() -> receive(0, "a.tar", "x"))).isEqualTo(Problem.DISK_REFUSED);
    }

    @Test
    void aLaterAttemptReplacesTheArtifactsOfTheFirst() throws IOException {
        receive(0, "a.tar", "first");
        receive(1, "b.txt", "only the first");
        rig.apply(new AttemptEnded(
                MasterRig.RUNNER,
                rig.clock.instant(),
                order.attempt(),
                new Outcome.RunnerFailed(Problem.GUEST_LOST, "Gone."),
                AttemptAccount.NONE));
        rig.handOver();
        order = rig.newestOrder();

        ArtifactView second = receive(0, "a.tar", "second");

        assertThat(rig.view(job).artifacts()).containsExactly(second);
        AttemptRef attempt = order.attempt();
        assertThat(attempt.number()).isEqualTo(2);
    }

    @Test
    void anArtifactThatIsNotThereIsUnknown() throws IOException {
        ArtifactView kept = receive(0, "a.tar", "bytes");
        Files.delete(file(kept.id()));

        assertThat(problemOf(() -> file(kept.id()))).isEqualTo(Problem.ARTIFACT_UNKNOWN);
        assertThat(problemOf(() -> file(999))).isEqualTo(Problem.ARTIFACT_UNKNOWN);
    }

    private Path file(long artifact) {
        return ((ArtifactPlace.InFolder) rig.master.findArtifact().find(rig.admin, job, artifact, "")).file();
    }

    private ArtifactView receive(int position, String name, String text) {
        return rig.master.receiveArtifact().receive(job, order.uploadToken(), upload(position, name), bytes(text));
    }

    private static ArtifactUpload upload(int position, String name) {
        return new ArtifactUpload(position, name, "out/" + name);
    }

    private long files() throws IOException {
        Path folder = rig.folder.resolve("artifacts");
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private static Problem problemOf(ThrowingCallable call) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .actual()
                .problem();
    }
}
