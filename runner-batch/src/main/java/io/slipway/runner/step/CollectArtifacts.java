// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.step;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.runner.upload.ArtifactUpload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Copies the artifacts out of the guest and hands them to the store, after every task succeeded. */
public final class CollectArtifacts implements WorkList<CollectArtifacts.Artifact> {
    private final AttemptRun run;
    private final ArtifactUpload upload;
    private final long limit;

    /** @param limit the most bytes of one artifact */
    public CollectArtifacts(AttemptRun run, ArtifactUpload upload, long limit) {
        this.run = run;
        this.upload = upload;
        this.limit = limit;
    }

    /** An artifact of the manifest and its place there, from 0. */
    public record Artifact(int index, String path) {}

    @Override
    public List<Artifact> items() {
        List<String> paths = run.manifest().artifacts();
        return IntStream.range(0, paths.size())
                .mapToObj(index -> new Artifact(index, paths.get(index)))
                .toList();
    }

    /** From the first one: artifacts are an attempt's own. */
    @Override
    public int first(int done) {
        return 0;
    }

    @Override
    public void perform(Artifact artifact) {
        run.check();
        run.logs().say("Uploading " + artifact.path());
        String name = artifact.path().substring(artifact.path().lastIndexOf('/') + 1);
        try {
            Path copy = Files.createTempFile("artifact", null);
            try {
                run.guest().fetch(artifact.path(), limit, copy);
                run.check();
                run.logs()
                        .say(upload.send(run.order(), artifact.index(), name, copy)
                                .toString());
            } finally {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.DISK_REFUSED, "Copying artifact `%s`: %s".formatted(artifact.path(), e), e);
        }
    }
}
