// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import static java.util.Objects.requireNonNull;

/**
 * A repository to clone into the home folder.
 *
 * @param scm what clones it
 * @param url what the scm is given
 * @param directory name of the clone's folder, below the home folder
 * @param ref branch, tag or commit to check out; empty for the default branch
 */
public record Source(Scm scm, String url, String directory, String ref) {
    public Source {
        requireNonNull(scm, "scm");
        requireNonNull(url, "url");
        requireNonNull(directory, "directory");
        requireNonNull(ref, "ref");
    }

    /** What clones a source. */
    public enum Scm {
        /** Git, the default. */
        GIT,
        /** Mercurial, written {@code hg+https://…}. */
        HG
    }
}
