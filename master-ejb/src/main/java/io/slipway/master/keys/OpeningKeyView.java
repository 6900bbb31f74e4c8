// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.keys;

import io.slipway.job.RunnerName;
import java.util.List;

/**
 * How the key stands that runners seal to.
 *
 * @param fingerprint of the newest
 * @param keys how many there are; more than one from a rotation until the old ones are retired
 * @param behind runners that have not sealed anything to the newest yet
 */
public record OpeningKeyView(String fingerprint, int keys, List<RunnerName> behind) {
    public OpeningKeyView {
        behind = List.copyOf(behind);
    }

    /** The runners' names, as people read them. */
    public String behindNames() {
        return String.join(", ", behind.stream().map(RunnerName::value).toList());
    }
}
