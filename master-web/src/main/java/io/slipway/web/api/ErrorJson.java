// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.slipway.error.FieldException;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.manifest.Finding;
import io.slipway.manifest.ManifestException;
import java.util.List;

/**
 * The body of every answer that is an error.
 *
 * @param errors at least one
 * @param warnings about the manifest; left out when there are none
 */
public record ErrorJson(
        List<Entry> errors,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Entry> warnings) {
    public ErrorJson {
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
    }

    /** Every error of a manifest, or the one sentence of another problem. */
    public static ErrorJson of(ProblemException problem) {
        if (problem instanceof ManifestException manifest) {
            return new ErrorJson(
                    manifest.findings().stream()
                            .filter(Finding::isError)
                            .map(Entry::of)
                            .toList(),
                    manifest.findings().stream()
                            .filter(finding -> !finding.isError())
                            .map(Entry::of)
                            .toList());
        }
        String field = problem instanceof FieldException illegal ? illegal.field() : null;
        return new ErrorJson(
                List.of(new Entry(field, problem.getMessage(), problem.problem().code(), null, 0, 0)), List.of());
    }

    static ErrorJson of(Problem problem, String sentence) {
        return new ErrorJson(List.of(new Entry(null, sentence, problem.code(), null, 0, 0)), List.of());
    }

    /**
     * One error or warning.
     *
     * @param field of the request; null when the whole request is meant
     * @param path in the manifest; null outside of one
     * @param line 0 when no line is meant
     * @param column 0 when no column is meant
     */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record Entry(String field, String reason, String code, String path, int line, int column) {
        static Entry of(Finding finding) {
            return new Entry(
                    "manifest",
                    finding.sentence(),
                    finding.problem().code(),
                    finding.path(),
                    finding.line(),
                    finding.column());
        }
    }
}
