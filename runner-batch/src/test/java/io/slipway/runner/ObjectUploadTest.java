// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.error.Problem;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.runner.fake.FakeObjects;
import io.slipway.runner.fake.RunnerRig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Artifacts that go to an object store. */
class ObjectUploadTest {
    private static final String MANIFEST = """
            image: fake
            tasks:
              - make: |
                  write out.txt bytes
            artifacts: [out.txt]
            """;

    @TempDir
    private static Path folder;

    private static RunnerRig rig;
    private FakeObjects objects;

    @BeforeAll
    static void startRunner() {
        rig = new RunnerRig(folder).start(Map.of());
    }

    @AfterAll
    static void stopRunner() {
        rig.close();
    }

    @BeforeEach
    void open() {
        rig.store().kept().clear();
        objects = rig.store().objects();
        objects.open();
    }

    @AfterEach
    void close() {
        objects.close();
    }

    private static AttemptRef order() {
        return rig.order(MANIFEST, Duration.ofMinutes(3));
    }

    @Test
    void bytesGoToTheAddressThatTheMasterGivesWithoutItsToken() {
        AttemptRef attempt = order();

        assertThat(rig.awaitEnd(attempt).status()).isEqualTo(JobStatus.SUCCESS);
        assertThat(objects.held()).hasSize(1).containsValue("bytes");
        assertThat(objects.headers())
                .containsEntry("content-md5", "as told")
                .containsEntry("content-length", "5")
                .doesNotContainKeys("authorization", "transfer-encoding", "upgrade");
        assertThat(objects.told()).singleElement().asString().matches("objects/object-\\d+/kept");
        assertThat(rig.store().kept()).isEmpty();
    }

    @Test
    void theMasterIsToldWhatComes() {
        rig.awaitEnd(order());

        assertThat(objects.offers())
                .singleElement()
                .asString()
                .contains(
                        "\"size\":\"5\"",
                        "\"sha256\":\"277089d91c0bdf4f2e6862ba7e4a07605119431f5d13f726dd352b06f1b206a9\"",
                        "\"md5\":\"SzpiGLs+OnMD6KFxpg/Pkg==\"");
    }

    @Test
    void theAddressIsNotInTheLog() {
        AttemptRef attempt = order();
        rig.awaitEnd(attempt);

        assertThat(rig.log(attempt, "")).contains("Uploading out.txt").doesNotContain("signature");
    }

    @Test
    void aStoreThatIsAwayForAWhileIsWaitedFor() {
        objects.refuse(503, 2);

        assertThat(rig.awaitEnd(order()).status()).isEqualTo(JobStatus.SUCCESS);
        assertThat(objects.held()).hasSize(1);
        assertThat(objects.offers()).hasSize(1);
    }

    @Test
    void anAddressWhoseTimeIsOverIsAskedForAgain() {
        objects.refuse(403, 1);

        assertThat(rig.awaitEnd(order()).status()).isEqualTo(JobStatus.SUCCESS);
        assertThat(objects.offers()).hasSize(2);
        assertThat(objects.told()).hasSize(1);
    }

    @Test
    void aStoreThatRefusesIsSaidToDoSoAndItsSecretsAreNot() {
        objects.refuse(403, 10);

        assertThat(rig.awaitEnd(order())).isInstanceOfSatisfying(Outcome.RunnerFailed.class, failed -> {
            assertThat(failed.problem()).isEqualTo(Problem.UPLOAD_FAILED);
            assertThat(failed.sentence())
                    .startsWith("Uploading artifact `out.txt`: the object store at `http://127.0.0.1:")
                    .endsWith(
                            "answered 403 AccessDenied; look whether it is up and this runner reaches it, then submit the"
                                    + " job again")
                    .doesNotContain("secret", "signature");
        });
        assertThat(objects.told()).isEmpty();
    }

    @Test
    void aMasterThatTakesTheBytesItselfGetsThem() {
        AttemptRef attempt =
                rig.order(MANIFEST.replace("write out.txt bytes", "write out.txt others"), Duration.ofMinutes(1));
        objects.close();

        assertThat(rig.awaitEnd(attempt).status()).isEqualTo(JobStatus.SUCCESS);
        assertThat(rig.store().kept()).containsEntry("0/out.txt", "others");
        assertThat(objects.held()).isEmpty();
    }
}
