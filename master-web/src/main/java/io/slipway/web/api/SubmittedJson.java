// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.slipway.master.submit.Submitted;
import io.slipway.web.api.JobJson.Around;
import java.util.List;
import java.util.stream.Stream;

/**
 * What answers a submit: the job.
 *
 * @param job the first one of a manifest with a matrix
 * @param jobs the numbers of all of them; left out when it is one
 */
record SubmittedJson(
        @JsonUnwrapped JobJson job,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Long> jobs) {
    /** @param ignored warnings about the request, which those of the manifest follow */
    static SubmittedJson of(Submitted submitted, List<ErrorJson.Entry> ignored, Whole whole) {
        List<ErrorJson.Entry> warnings = Stream.concat(
                        ignored.stream(), submitted.warnings().stream().map(ErrorJson.Entry::of))
                .toList();
        if (submitted.group() == null) {
            return new SubmittedJson(JobJson.of(submitted.job(), warnings, Around.NONE, whole), List.of());
        }
        Around group = new Around(submitted.group().value(), List.of(), null);
        return new SubmittedJson(
                JobJson.of(submitted.job(), warnings, group, whole),
                submitted.jobs().stream().map(job -> job.id().value()).toList());
    }
}
