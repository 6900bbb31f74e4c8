// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.master.artifact.ArtifactPlace.InFolder;
import io.slipway.master.artifact.ArtifactPlace.InStore;
import io.slipway.master.artifact.ArtifactUpload;
import io.slipway.master.artifact.ObjectOffer;
import io.slipway.master.artifact.ReceiveObject.Place;
import io.slipway.master.graph.ArtifactEntry;
import io.slipway.master.query.JobView.ArtifactView;
import io.slipway.message.WorkOrder;
import io.slipway.settings.Settings;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Artifacts in a real object store. */
class ObjectArtifactTest extends WithObjectStore {
    @Test
    void theOrderSaysThatTheMasterIsToBeAskedFirst() {
        assertThat(of.order.limits().askFirst()).isTrue();
        assertThat(MasterSettings.from(Settings.of(Map.of())))
                .satisfies(
                        folder -> assertThat(Keeping.limits(folder).askFirst()).isFalse());
    }

    @Test
    void anArtifactIsPutIntoTheStoreAndHadFromThere() {
        ArtifactView kept = of.upload(0, "a.txt", "bytes");

        assertThat(kept.path()).isEqualTo("out/a.txt");
        assertThat(kept.size()).isEqualTo(5);
        assertThat(kept.sha256()).isEqualTo("277089d91c0bdf4f2e6862ba7e4a07605119431f5d13f726dd352b06f1b206a9");
        assertThat(of.rig.view(of.job).artifacts()).containsExactly(kept);
        assertThat(S3ObjectStoreTest.get(of.address(of.rig, kept)).body()).isEqualTo("bytes");
        assertThat(of.keys()).singleElement().asString().matches(of.job + "/1/0/[0-9a-f-]{36}/a.txt");
        assertThat(of.entries()).extracting(ArtifactEntry::present).containsExactly(true);
        assertThat(of.rig.folder.resolve("artifacts")).doesNotExist();
    }

    @Test
    void toSayTwiceThatAnArtifactIsThereKeepsOne() {
        Place place = of.place(0, "a.txt", "bytes");
        S3ObjectStoreTest.put(place.address(), "bytes");

        ArtifactView first = of.objects().keep(of.job, of.order.uploadToken(), place.id());
        ArtifactView second = of.objects().keep(of.job, of.order.uploadToken(), place.id());

        assertThat(second).isEqualTo(first);
        assertThat(of.rig.view(of.job).artifacts()).containsExactly(first);
    }

    @Test
    void whatIsNotThereIsNotBelieved() {
        Place place = of.place(0, "a.txt", "bytes");

        assertThat(ObjectRig.problemOf(() -> of.objects().keep(of.job, of.order.uploadToken(), place.id())))
                .isEqualTo(Problem.UPLOAD_ABSENT);
        assertThat(ObjectRig.problemOf(() -> of.objects().keep(of.job, of.order.uploadToken(), UUID.randomUUID())))
                .isEqualTo(Problem.UPLOAD_ABSENT);
        assertThat(of.rig.view(of.job).artifacts()).isEmpty();
    }

    @Test
    void whatAnotherJobPutThereIsNotGivenAway() {
        Place place = of.place(0, "a.txt", "bytes");
        S3ObjectStoreTest.put(place.address(), "bytes");
        of.rig.beat(2, of.order.attempt());
        JobId other = of.rig.submit(of.rig.admin, ObjectRig.MANIFEST);
        of.rig.handOver();
        WorkOrder another = of.rig.newestOrder();
        assertThat(another.attempt().job()).isEqualTo(other);

        assertThat(ObjectRig.problemOf(() -> of.objects().keep(other, another.uploadToken(), place.id())))
                .isEqualTo(Problem.UPLOAD_ABSENT);
        assertThat(ObjectRig.problemOf(() -> of.objects().keep(of.job, another.uploadToken(), place.id())))
                .isEqualTo(Problem.CREDENTIALS_WRONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../a", "a/b", "a\\b", "a\0b", "a\nb"})
    void aNameThatIsNoFileNameGetsNoAddress(String name) {
        assertThat(ObjectRig.problemOf(() -> of.place(0, name, "x"))).isEqualTo(Problem.REQUEST_ILLEGAL);
    }

    @Test
    void whatIsTooLargeOrHasNoDigestsGetsNoAddress() {
        ArtifactUpload upload = new ArtifactUpload(0, "a", "a");
        ObjectOffer good = ObjectRig.offer("x");

        assertThat(ObjectRig.problemOf(() -> of.place(0, "a", "x".repeat(1001))))
                .isEqualTo(Problem.REQUEST_TOO_LARGE);
        assertThat(ObjectRig.problemOf(() -> of.place(2, "a", "x"))).isEqualTo(Problem.REQUEST_ILLEGAL);
        assertThat(ObjectRig.problemOf(() -> of.objects()
                        .place(of.job, of.order.uploadToken(), upload, new ObjectOffer(1, "abc", good.md5()))))
                .isEqualTo(Problem.REQUEST_ILLEGAL);
        assertThat(ObjectRig.problemOf(() -> of.objects()
                        .place(of.job, of.order.uploadToken(), upload, new ObjectOffer(1, good.sha256(), "abc"))))
                .isEqualTo(Problem.REQUEST_ILLEGAL);
    }

    @Test
    void anAttemptThatAsksForEverIsStopped() {
        for (int i = 0; i < 16; i++) {
            of.place(0, "a.txt", "bytes");
        }

        assertThat(ObjectRig.problemOf(() -> of.place(0, "a.txt", "bytes"))).isEqualTo(Problem.REQUEST_ILLEGAL);
    }

    @Test
    void testResultsAreReadFromTheStore() {
        of.upload(
                0,
                "TEST-a.xml",
                "<testsuite name=\"a\" tests=\"1\"><testcase name=\"b\" classname=\"a\"/></testsuite>");

        assertThat(of.rig
                        .within(() -> of.rig.master.tests().find(of.rig.admin, of.job))
                        .suites())
                .singleElement()
                .satisfies(suite -> assertThat(suite.tests()).isEqualTo(1));
    }

    @Test
    void artifactsOfBothKindsAreHadAfterTheSettingsHaveChanged() {
        ArtifactView inStore = of.upload(0, "a.txt", "bytes");
        Map<String, String> folder = new HashMap<>(S3ObjectStoreTest.settings(server));
        folder.put("artifacts.store", "folder");
        Master after = of.another(folder);

        assertThat(after.receiveObject()
                        .orElseThrow()
                        .place(
                                of.job,
                                of.order.uploadToken(),
                                new ArtifactUpload(1, "b.txt", "b.txt"),
                                ObjectRig.offer("b")))
                .isEmpty();
        ArtifactView inFolder = after.receiveArtifact()
                .receive(
                        of.job,
                        of.order.uploadToken(),
                        new ArtifactUpload(1, "b.txt", "b.txt"),
                        new ByteArrayInputStream("b".getBytes(UTF_8)));

        assertThat(after.findArtifact().find(of.rig.admin, of.job, inFolder.id(), "attachment"))
                .isInstanceOf(InFolder.class);
        InStore address = (InStore) after.findArtifact().find(of.rig.admin, of.job, inStore.id(), "attachment");
        assertThat(S3ObjectStoreTest.get(address.address()).body()).isEqualTo("bytes");
        after.close();
    }

    @Test
    void withoutTheSettingsOfTheStoreItIsSaidThatTheArtifactIsThere() {
        ArtifactView inStore = of.upload(0, "a.txt", "bytes");
        Master without = of.another(Map.of());

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> without.findArtifact().find(of.rig.admin, of.job, inStore.id(), "attachment"))
                .withMessageContaining("it is in the object store, of which the settings `artifacts.s3.*` say nothing");
    }

    @Test
    void aStoreThatIsAwayIsSaidToBeAwayAndNothingIsLost() {
        Place place = of.place(0, "a.txt", "bytes");
        S3ObjectStoreTest.put(place.address(), "bytes");
        server.down();
        try {
            assertThat(ObjectRig.problemOf(() -> of.objects().keep(of.job, of.order.uploadToken(), place.id())))
                    .isEqualTo(Problem.OBJECTS_AWAY);
            of.rig.clock.advance(Duration.ofMinutes(10));
            of.sweep();
        } finally {
            server.up();
        }

        ArtifactView kept = of.objects().keep(of.job, of.order.uploadToken(), place.id());

        assertThat(S3ObjectStoreTest.get(of.address(of.rig, kept)).body()).isEqualTo("bytes");
    }

    @Test
    void anObjectThatSomebodyRemovedIsUnknown() {
        ArtifactView kept = of.upload(0, "a.txt", "bytes");
        URI address = of.address(of.rig, kept);
        assertThat(S3ObjectStoreTest.get(address).statusCode()).isEqualTo(200);

        server.remove(
                ObjectRig.BUCKET, of.rig.settings.objects().prefix() + of.keys().get(0));

        assertThat(ObjectRig.problemOf(() -> of.address(of.rig, kept))).isEqualTo(Problem.ARTIFACT_UNKNOWN);
    }
}
