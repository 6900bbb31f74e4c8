// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.job.Outcome;
import io.slipway.master.artifact.ArtifactPlace.InStore;
import io.slipway.master.artifact.ArtifactUpload;
import io.slipway.master.artifact.ObjectOffer;
import io.slipway.master.artifact.ReceiveObject;
import io.slipway.master.artifact.ReceiveObject.Place;
import io.slipway.master.graph.ArtifactEntry;
import io.slipway.master.query.JobView.ArtifactView;
import io.slipway.message.AttemptAccount;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.WorkOrder;
import io.slipway.objectserver.ObjectServer;
import io.slipway.settings.Settings;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A master whose artifacts go to a real object store, and a job of it that a runner holds. */
final class ObjectRig implements AutoCloseable {
    static final String BUCKET = "slipway";
    static final String MANIFEST = MasterRig.MANIFEST + "artifacts: [a.txt, b.txt]\n";

    final ObjectServer server;
    final MasterRig rig;
    final WorkOrder order;
    final JobId job;

    ObjectRig(ObjectServer server) {
        this.server = server;
        Map<String, String> settings = new HashMap<>(S3ObjectStoreTest.settings(server));
        settings.put("artifacts.s3.prefix", UUID.randomUUID().toString());
        settings.put("artifact.limit", "1000");
        settings.put("artifacts.most", "2");
        settings.put("artifacts.keep", "720h");
        rig = new MasterRig(settings);
        rig.beat(1);
        job = rig.submit(rig.admin, MANIFEST);
        rig.handOver();
        order = rig.newestOrder();
    }

    ReceiveObject objects() {
        return rig.master.receiveObject().orElseThrow();
    }

    Place place(int position, String name, String text) {
        return objects()
                .place(job, order.uploadToken(), new ArtifactUpload(position, name, "out/" + name), offer(text))
                .orElseThrow();
    }

    static ObjectOffer offer(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return new ObjectOffer(
                bytes.length,
                HexFormat.of().formatHex(digest("SHA-256", bytes)),
                Base64.getEncoder().encodeToString(digest("MD5", bytes)));
    }

    static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    ArtifactView upload(int position, String name, String text) {
        Place place = place(position, name, text);
        assertThat(S3ObjectStoreTest.put(place.address(), text).statusCode()).isEqualTo(200);
        return objects().keep(job, order.uploadToken(), place.id());
    }

    URI address(MasterRig of, ArtifactView artifact) {
        return ((InStore) of.master.findArtifact().find(of.admin, job, artifact.id(), "attachment")).address();
    }

    /** Keys of this test's master. */
    List<String> keys() {
        String prefix = rig.settings.objects().prefix();
        return server.keys(BUCKET).stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length()))
                .toList();
    }

    /** A master of the same database and folders, with other settings. */
    Master another(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        List.of("artifacts.folder", "caches.folder", "logs.folder", "secrets.key", "webhook.key")
                .forEach(key -> all.put(
                        key,
                        rig.folder
                                .resolve(key.replace(".folder", "").replace("secrets.key", "secrets.json"))
                                .toString()));
        return new Master(
                MasterSettings.from(Settings.of(all)), rig.database, rig.transaction, rig.messages, rig.clock);
    }

    void end(Outcome outcome) {
        rig.apply(
                new AttemptEnded(MasterRig.RUNNER, rig.clock.instant(), order.attempt(), outcome, AttemptAccount.NONE));
    }

    void sweep() {
        rig.master.artifactRounds().once();
    }

    List<ArtifactEntry> entries() {
        return rig.within(() -> rig.master.graph().jobs().artifacts(rig.admin, List.of(job)))
                .getOrDefault(job, List.of());
    }

    static Problem problemOf(ThrowingCallable call) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .actual()
                .problem();
    }

    @Override
    public void close() {
        rig.master.close();
    }
}
