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
import io.slipway.master.access.Caller;
import io.slipway.master.cache.OwnCaches.CacheView;
import io.slipway.message.AttemptAccount;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.WorkOrder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheTest {
    private static final String MANIFEST = MasterRig.MANIFEST + "caches:\n  a: [x]\n  b: [x]\n  c: [x]\n";

    private MasterRig rig;
    private Caller ann;
    private Caller bob;

    @BeforeEach
    void makeTwoUsers() {
        rig = new MasterRig(Map.of("caches.quota", "100"));
        rig.beat(9);
        ann = rig.user("ann");
        bob = rig.user("bob");
    }

    @Test
    void whatOneJobLeavesAnotherOfItsOwnerFinds() throws IOException {
        save(run(ann), "a", "bytes");
        rig.clock.advance(Duration.ofMinutes(5));

        assertThat(find(run(ann), "a")).hasContent("bytes");
        assertThat(list(ann))
                .containsExactly(
                        new CacheView("a", 5, rig.clock.instant().minus(Duration.ofMinutes(5)), rig.clock.instant()));
        assertThat(files()).isEqualTo(1);
    }

    @Test
    void nobodyElseFindsIt() {
        save(run(ann), "a", "bytes");

        assertThat(problemOf(() -> find(run(bob), "a"))).isEqualTo(Problem.CACHE_UNKNOWN);
        assertThat(list(bob)).isEmpty();
        assertThat(problemOf(() -> remove(bob, "a"))).isEqualTo(Problem.CACHE_UNKNOWN);
        assertThat(problemOf(() -> remove(rig.admin, "a"))).isEqualTo(Problem.CACHE_UNKNOWN);

        save(run(bob), "a", "another");

        assertThat(find(run(ann), "a")).hasContent("bytes");
    }

    @Test
    void aRunnerReachesOnlyTheCachesThatTheManifestNames() {
        save(run(ann), "a", "bytes");
        WorkOrder without = run(ann, MasterRig.MANIFEST);

        assertThat(problemOf(() -> find(without, "a"))).isEqualTo(Problem.CACHE_UNKNOWN);
        assertThat(problemOf(() -> save(without, "a", "x"))).isEqualTo(Problem.CACHE_UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "../a", "a/b", ".incoming", "a\0b"})
    void aNameThatIsNoneOfACacheIsUnknown(String name) throws IOException {
        WorkOrder order = run(ann);

        assertThat(problemOf(() -> save(order, name, "x"))).isEqualTo(Problem.CACHE_UNKNOWN);
        assertThat(files()).isZero();
    }

    @Test
    void anotherTokenOrThatOfAnEndedAttemptIsRefused() {
        WorkOrder order = run(ann);
        JobId job = order.attempt().job();

        assertThat(problemOf(() -> rig.master.jobCaches().find(job, "guessed", "a")))
                .isEqualTo(Problem.CREDENTIALS_WRONG);
        assertThat(problemOf(() -> rig.master.jobCaches().find(job, run(bob).uploadToken(), "a")))
                .isEqualTo(Problem.CREDENTIALS_WRONG);
        end(order.attempt());
        assertThat(problemOf(() -> save(order, "a", "late"))).isEqualTo(Problem.CREDENTIALS_WRONG);
    }

    @Test
    void aNewArchiveTakesThePlaceOfTheOldOne() throws IOException {
        save(run(ann), "a", "first");
        Path old = find(run(ann), "a");

        save(run(ann), "a", "second");

        assertThat(find(run(ann), "a")).hasContent("second");
        assertThat(old).doesNotExist();
        assertThat(files()).isEqualTo(1);
    }

    @Test
    void whoReadsWhileItIsReplacedReadsTheOldOneToItsEnd() throws IOException {
        save(run(ann), "a", "first");
        try (InputStream reader = Files.newInputStream(find(run(ann), "a"))) {
            save(run(ann), "a", "second");

            assertThat(reader.readAllBytes()).isEqualTo("first".getBytes(UTF_8));
        }
    }

    @Test
    void whatWasNotUsedForLongestGoesFirst() throws IOException {
        for (String name : new String[] {"a", "b", "c"}) {
            save(run(ann), name, "x".repeat(30));
            rig.clock.advance(Duration.ofMinutes(1));
        }
        find(run(ann), "a");
        rig.clock.advance(Duration.ofMinutes(1));

        save(run(ann), "c", "x".repeat(60));

        assertThat(list(ann)).extracting(CacheView::name).containsExactly("c", "a");
        assertThat(files()).isEqualTo(2);
        save(run(ann), "b", "x".repeat(100));
        assertThat(list(ann)).extracting(CacheView::name).containsExactly("b");
        assertThat(list(bob)).isEmpty();
    }

    @Test
    void aCacheThatIsLargerThanAllMayBeIsRefusedAndTheOldOneStays() throws IOException {
        save(run(ann), "a", "first");

        assertThat(problemOf(() -> save(run(ann), "a", "x".repeat(101)))).isEqualTo(Problem.REQUEST_TOO_LARGE);

        assertThat(find(run(ann), "a")).hasContent("first");
        assertThat(files()).isEqualTo(1);
    }

    @Test
    void anAttemptThatEndsDuringTheUploadKeepsNothing() throws IOException {
        WorkOrder order = run(ann);
        InputStream slow = new InputStream() {
            private boolean ended;

            @Override
            public int read() {
                if (!ended) {
                    ended = true;
                    end(order.attempt());
                    return 'x';
                }
                return -1;
            }
        };

        assertThat(problemOf(() -> rig.master.jobCaches().save(order.attempt().job(), order.uploadToken(), "a", slow)))
                .isEqualTo(Problem.CREDENTIALS_WRONG);
        assertThat(files()).isZero();
    }

    @Test
    void anOwnerRemovesACache() throws IOException {
        save(run(ann), "a", "bytes");

        remove(ann, "a");

        assertThat(list(ann)).isEmpty();
        assertThat(files()).isZero();
        assertThat(problemOf(() -> find(run(ann), "a"))).isEqualTo(Problem.CACHE_UNKNOWN);
        assertThat(problemOf(() -> remove(ann, "a"))).isEqualTo(Problem.CACHE_UNKNOWN);
        assertThat(problemOf(() -> list(Caller.ANONYMOUS))).isEqualTo(Problem.CREDENTIALS_MISSING);
    }

    @Test
    void aCacheWhoseFileIsGoneIsUnknownUntilItIsSavedAgain() throws IOException {
        save(run(ann), "a", "bytes");
        Files.delete(find(run(ann), "a"));

        assertThat(problemOf(() -> find(run(ann), "a"))).isEqualTo(Problem.CACHE_UNKNOWN);
        save(run(ann), "a", "again");
        assertThat(find(run(ann), "a")).hasContent("again");
    }

    @Test
    void filesThatBelongToNoCacheAreSwept() throws IOException {
        save(run(ann), "a", "bytes");
        Path kept = find(run(ann), "a");
        Path orphan = Files.writeString(kept.resolveSibling("orphan"), "x");
        Path young = Files.writeString(kept.resolveSibling("young"), "x");
        Path half = Files.writeString(rig.folder.resolve("caches/.incoming/half"), "x");
        Instant old = rig.clock.instant().minus(Duration.ofDays(2));
        for (Path file : new Path[] {kept, orphan, half}) {
            Files.setLastModifiedTime(file, FileTime.from(old));
        }
        Files.setLastModifiedTime(young, FileTime.from(rig.clock.instant()));

        rig.master.sweepCaches().tick();

        assertThat(kept).exists();
        assertThat(young).exists();
        assertThat(orphan).doesNotExist();
        assertThat(half).doesNotExist();
    }

    private WorkOrder run(Caller owner) {
        return run(owner, MANIFEST);
    }

    /** A job of an owner that a runner has begun. */
    private WorkOrder run(Caller owner, String manifest) {
        JobId job = rig.submit(owner, manifest);
        rig.beat(99);
        rig.handOver();
        WorkOrder order = rig.newestOrder();
        assertThat(order.attempt().job()).isEqualTo(job);
        return order;
    }

    private void end(AttemptRef attempt) {
        rig.apply(new AttemptEnded(
                MasterRig.RUNNER, rig.clock.instant(), attempt, new Outcome.Cancelled("Enough."), AttemptAccount.NONE));
    }

    private void save(WorkOrder order, String name, String text) {
        rig.master
                .jobCaches()
                .save(order.attempt().job(), order.uploadToken(), name, new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    private Path find(WorkOrder order, String name) {
        return rig.master.jobCaches().find(order.attempt().job(), order.uploadToken(), name);
    }

    private java.util.List<CacheView> list(Caller caller) {
        return rig.within(() -> rig.master.caches().list(caller));
    }

    private void remove(Caller caller, String name) {
        rig.transaction.separate(() -> rig.master.caches().remove(caller, name));
    }

    private long files() throws IOException {
        Path folder = rig.folder.resolve("caches");
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    private static Problem problemOf(ThrowingCallable call) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .actual()
                .problem();
    }
}
