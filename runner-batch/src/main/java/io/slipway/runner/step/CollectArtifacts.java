// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.step;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.message.KeepLimits;
import io.slipway.runner.guest.Matches;
import io.slipway.runner.step.ArtifactPlan.Planned;
import io.slipway.runner.upload.ArtifactUpload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Copies artifacts out of the guest and hands them to the store: what the manifest's artifacts and reports find after every task succeeded, or what
 * its reports find after one failed.
 */
public final class CollectArtifacts implements WorkList<CollectArtifacts.Artifact> {
    private final AttemptRun run;
    private final ArtifactUpload upload;
    private final KeepLimits limits;
    private final List<String> entries;
    private final int needed;
    private List<ArtifactPlan.Entry> plan;

    private CollectArtifacts(AttemptRun run, ArtifactUpload upload, long limit, List<String> needed) {
        this.run = run;
        this.upload = upload;
        KeepLimits ordered = run.order().limits();
        this.limits = ordered.withArtifactBytes(limit);
        this.entries = new ArrayList<>(needed);
        this.entries.addAll(run.manifest().reports());
        this.needed = needed.size();
    }

    /** Artifacts, which must be there, and reports. @param limit the most bytes of one of them that this runner takes */
    public static CollectArtifacts afterSuccess(AttemptRun run, ArtifactUpload upload, long limit) {
        return new CollectArtifacts(run, upload, limit, run.manifest().artifacts());
    }

    /** Reports, as far as they are there. */
    public static CollectArtifacts afterFailure(AttemptRun run, ArtifactUpload upload, long limit) {
        return new CollectArtifacts(run, upload, limit, List.of());
    }

    /** A path or pattern of the manifest, and its place among them, from 0. */
    public record Artifact(int index, String entry) {}

    @Override
    public List<Artifact> items() {
        return IntStream.range(0, entries.size())
                .mapToObj(index -> new Artifact(index, entries.get(index)))
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
        ArtifactPlan.Entry planned = plan().get(artifact.index());
        if (planned.problem() != null) {
            throw planned.problem();
        }
        if (planned.artifacts().isEmpty()) {
            run.logs()
                    .say("Nothing to upload: `%s` finds nothing that is not kept already".formatted(artifact.entry()));
        }
        for (Planned one : planned.artifacts()) {
            keep(one);
        }
    }

    /** Looked for once, for all of them: they may not be more than are allowed in all. */
    private List<ArtifactPlan.Entry> plan() {
        if (plan == null) {
            List<Matches> found = run.guest().find(entries, limits.artifacts());
            run.check();
            plan = ArtifactPlan.of(entries, found, needed, limits);
            for (int i = 0; i < entries.size(); i++) {
                sayWhatIsLeftOut(entries.get(i), found.get(i));
            }
        }
        return plan;
    }

    private void sayWhatIsLeftOut(String entry, Matches found) {
        boolean findsFoldersToo = !found.literal() && !entry.endsWith("/") && !entry.contains("**");
        if (findsFoldersToo && found.folders() > 0 && !found.paths().isEmpty()) {
            run.logs()
                    .say("`%s` finds %d folders besides, which are left out; `%s/` keeps folders"
                            .formatted(entry, found.folders(), entry));
        }
    }

    private void keep(Planned one) {
        run.check();
        String path = one.path().path();
        run.logs().say("Uploading " + one.path().shown());
        try {
            Path copy = run.transfers().file("artifact");
            try {
                run.guest().fetch(one.path(), limits.artifactBytes(), copy);
                run.check();
                run.logs()
                        .say(upload.send(
                                        run.order(),
                                        new ArtifactUpload.Artifact(one.position(), one.name(), path),
                                        copy,
                                        run::check)
                                .toString());
            } finally {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.DISK_REFUSED,
                    "Copying artifact `%s`: %s".formatted(one.path().shown(), e),
                    e);
        }
    }
}
