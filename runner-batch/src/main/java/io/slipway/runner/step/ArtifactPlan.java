// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.step;

import io.slipway.artifact.ArtifactName;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.message.KeepLimits;
import io.slipway.runner.guest.GuestPath;
import io.slipway.runner.guest.Matches;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which files and folders of a guest become artifacts: those that the manifest's entries find, each once, within the limits. */
final class ArtifactPlan {
    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();
    private final KeepLimits limits;
    private int next;

    private ArtifactPlan(KeepLimits limits) {
        this.limits = limits;
    }

    /**
     * An artifact that is to be uploaded.
     *
     * @param position from 0 over all of the attempt's artifacts
     */
    record Planned(int position, GuestPath path, ArtifactName name) {}

    /**
     * What becomes of an entry.
     *
     * @param problem why it cannot be kept; null when it can
     */
    record Entry(List<Planned> artifacts, ProblemException problem) {}

    /**
     * @param texts the entries as the manifest has them
     * @param matches what each finds
     * @param first how many of them must find something
     * @throws ProblemException ARTIFACTS_OVER_LIMIT when all of them find more than is allowed
     */
    static List<Entry> of(List<String> texts, List<Matches> matches, int first, KeepLimits limits) {
        ArtifactPlan plan = new ArtifactPlan(limits);
        for (int i = 0; i < texts.size(); i++) {
            plan.add(texts.get(i), matches.get(i), i < first);
        }
        return plan.entries;
    }

    private void add(String text, Matches found, boolean needed) {
        List<Planned> artifacts = new ArrayList<>();
        for (GuestPath path : found.paths()) {
            if (taken.add(path.path())) {
                if (next == limits.artifacts()) {
                    throw tooMany(text, found);
                }
                artifacts.add(new Planned(next++, path, name(path)));
            }
        }
        entries.add(new Entry(List.copyOf(artifacts), needed ? problemOf(text, found) : null));
    }

    private static ArtifactName name(GuestPath path) {
        return path.folder() ? ArtifactName.ofFolder(path.path()) : ArtifactName.ofFile(path.path());
    }

    private ProblemException tooMany(String text, Matches found) {
        long finds = text.endsWith("/") ? found.folders() : found.files();
        String more = found.paths().size() > 1 ? " `%s` alone finds %d;".formatted(text, finds) : "";
        return new ProblemException(
                Problem.ARTIFACTS_OVER_LIMIT,
                "Keeping artifacts: there are more than the %d that are allowed, counted up to `%s`;%s none is kept"
                        .formatted(limits.artifacts(), text, more));
    }

    private static ProblemException problemOf(String text, Matches found) {
        if (!found.paths().isEmpty()) {
            return null;
        }
        return new ProblemException(
                Problem.ARTIFACT_FAILED, "Keeping artifact `%s`: %s".formatted(text, missing(text, found)));
    }

    private static String missing(String text, Matches found) {
        if (found.literal()) {
            return "it is neither a file nor a folder; only these are kept";
        }
        if (found.folders() > 0) {
            return "it finds no file, and %d folders; with `/` at its end it keeps folders, each as one `.tar.gz`"
                    .formatted(found.folders());
        }
        if (text.startsWith("~")) {
            return "there is no such file; paths begin at the home folder, so leave `~` out";
        }
        return text.matches(".*[*?\\[].*")
                ? "the pattern finds no file; patterns begin at the home folder unless they begin with `/`"
                : "there is no such file; paths begin at the home folder unless they begin with `/`";
    }
}
