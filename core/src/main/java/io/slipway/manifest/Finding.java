// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import static java.util.Objects.requireNonNull;

import io.slipway.error.Problem;

/**
 * One thing that a check found in a manifest.
 *
 * @param severity an error keeps the manifest from being taken, a warning does not
 * @param problem its entry in the catalogue
 * @param path where in the manifest, for example {@code tasks[2].build}; empty for the whole
 * @param line 1 for the first line; 0 when the whole manifest is meant
 * @param column 1 for the first character of the line; 0 when the whole manifest is meant
 * @param sentence what was found and what is allowed
 */
public record Finding(Severity severity, Problem problem, String path, int line, int column, String sentence) {
    public Finding {
        requireNonNull(severity, "severity");
        requireNonNull(problem, "problem");
        requireNonNull(path, "path");
        requireNonNull(sentence, "sentence");
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** How much a finding weighs. */
    public enum Severity {
        /** Keeps the manifest from being taken. */
        ERROR,
        /** Is told, and the manifest is taken. */
        WARNING
    }
}
