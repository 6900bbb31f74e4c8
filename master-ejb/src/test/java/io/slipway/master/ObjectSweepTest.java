// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.error.Problem;
import io.slipway.job.Outcome;
import io.slipway.master.artifact.ArtifactUpload;
import io.slipway.master.artifact.ReceiveObject.Place;
import io.slipway.master.graph.ArtifactEntry;
import io.slipway.master.query.JobView.ArtifactView;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Objects that nobody needs any more. */
class ObjectSweepTest extends WithObjectStore {
    @Test
    void theTokenOfAnEndedAttemptIsGoodForNothing() {
        Place place = of.place(0, "a.txt", "bytes");
        S3ObjectStoreTest.put(place.address(), "bytes");
        of.end(new Outcome.Cancelled("Enough."));

        assertThat(ObjectRig.problemOf(() -> of.place(0, "a.txt", "bytes"))).isEqualTo(Problem.CREDENTIALS_WRONG);
        assertThat(ObjectRig.problemOf(() -> of.objects().keep(of.job, of.order.uploadToken(), place.id())))
                .isEqualTo(Problem.CREDENTIALS_WRONG);
        of.rig.clock.advance(Duration.ofHours(2));
        of.sweep();
        assertThat(of.keys()).isEmpty();
    }

    @Test
    void whatALaterUploadReplacesIsRemovedFromTheStore() {
        of.upload(0, "a.txt", "first");
        ArtifactView second = of.upload(0, "a.txt", "second");
        assertThat(of.keys()).hasSize(2);

        of.rig.clock.advance(Duration.ofHours(2));
        of.sweep();

        assertThat(of.keys()).hasSize(1);
        assertThat(S3ObjectStoreTest.get(of.address(of.rig, second)).body()).isEqualTo("second");
    }

    @Test
    void whatMayBecomeAnArtifactYetIsNotSwept() {
        Place place = of.place(0, "a.txt", "bytes");
        S3ObjectStoreTest.put(place.address(), "bytes");

        of.rig.clock.advance(Duration.ofMinutes(40));
        of.sweep();

        assertThat(of.objects().keep(of.job, of.order.uploadToken(), place.id()).size())
                .isEqualTo(5);
        of.rig.clock.advance(Duration.ofHours(2));
        of.sweep();
        assertThat(of.keys()).hasSize(1);
    }

    @Test
    void whatWasAskedForTooLongAgoIsNotKept() {
        Place place = of.place(0, "a.txt", "bytes");
        S3ObjectStoreTest.put(place.address(), "bytes");

        of.rig.clock.advance(Duration.ofMinutes(50));

        assertThat(ObjectRig.problemOf(() -> of.objects().keep(of.job, of.order.uploadToken(), place.id())))
                .isEqualTo(Problem.UPLOAD_ABSENT);
    }

    @Test
    void anExpiredArtifactIsRemovedFromStoreAndFolderAndStaysNamed() {
        of.upload(0, "a.txt", "bytes");
        ArtifactView inFolder = of.rig
                .master
                .receiveArtifact()
                .receive(
                        of.job,
                        of.order.uploadToken(),
                        new ArtifactUpload(1, "b.txt", "b.txt"),
                        new ByteArrayInputStream("b".getBytes(UTF_8)));
        assertThat(of.rig.folder.resolve("artifacts/%s/1/b.txt".formatted(of.job)))
                .exists();
        of.rig.clock.advance(Duration.ofDays(29));
        of.sweep();
        assertThat(of.entries()).extracting(ArtifactEntry::present).containsExactly(true, true);

        of.rig.clock.advance(Duration.ofDays(2));
        of.sweep();

        assertThat(of.keys()).isEmpty();
        assertThat(of.rig.folder.resolve("artifacts/" + of.job)).doesNotExist();
        assertThat(of.rig.view(of.job).artifacts()).hasSize(2);
        assertThat(of.entries()).extracting(ArtifactEntry::present).containsExactly(false, false);
        assertThat(ObjectRig.problemOf(
                        () -> of.rig.master.findArtifact().find(of.rig.admin, of.job, inFolder.id(), "attachment")))
                .isEqualTo(Problem.ARTIFACT_UNKNOWN);
    }

    @Test
    void theObjectsOfAJobThatIsDeletedAreRemoved() {
        of.upload(0, "a.txt", "bytes");
        of.end(new Outcome.Succeeded());
        TestServers.execute("delete from job where id = " + of.job);

        of.rig.clock.advance(Duration.ofHours(2));
        of.sweep();

        assertThat(of.keys()).isEmpty();
    }
}
