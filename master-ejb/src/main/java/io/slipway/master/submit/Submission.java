// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.submit;

import static java.util.Objects.requireNonNull;

import io.slipway.job.Visibility;
import java.util.List;

/**
 * What a user hands in.
 *
 * @param manifest the text
 * @param note Markdown, empty for none, at most 4,096 characters
 * @param tags from the widest to the narrowest
 * @param execute false keeps the job {@code pending} until it is started
 * @param visibility who may see the job
 * @param secrets whether it is to get what its manifest asks for
 */
public record Submission(
        String manifest, String note, List<String> tags, boolean execute, Visibility visibility, GiveSecrets secrets) {
    public Submission {
        requireNonNull(manifest, "manifest");
        requireNonNull(note, "note");
        requireNonNull(visibility, "visibility");
        requireNonNull(secrets, "secrets");
        tags = List.copyOf(tags);
    }

    /** What gets its secrets when the caller may read secrets. */
    public Submission(String manifest, String note, List<String> tags, boolean execute, Visibility visibility) {
        this(manifest, note, tags, execute, visibility, GiveSecrets.IF_ALLOWED);
    }
}
