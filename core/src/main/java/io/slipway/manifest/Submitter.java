// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import java.util.List;

/**
 * What an integration (a git host, a mailing list) is allowed to submit this manifest for.
 *
 * @param enabled false keeps the integration from submitting
 * @param allowRefs patterns of refs; empty allows all
 */
public record Submitter(boolean enabled, List<String> allowRefs) {
    public Submitter {
        allowRefs = List.copyOf(allowRefs);
    }
}
