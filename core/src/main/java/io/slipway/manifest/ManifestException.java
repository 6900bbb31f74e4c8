// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import io.slipway.error.ProblemException;
import java.util.List;

/** A manifest that is not taken; carries every finding, errors and warnings, in the order of their lines. */
public final class ManifestException extends ProblemException {
    private final transient List<Finding> findings;

    /** @param findings at least one of them an error */
    public ManifestException(List<Finding> findings) {
        super(firstError(findings).problem(), firstError(findings).sentence());
        this.findings = List.copyOf(findings);
    }

    public List<Finding> findings() {
        return findings;
    }

    private static Finding firstError(List<Finding> findings) {
        return findings.stream()
                .filter(Finding::isError)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("findings without an error"));
    }
}
