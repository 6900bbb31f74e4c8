// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.slipway.master.submit.Submitted;
import io.slipway.web.api.JobJson.Around;
import java.util.List;

/**
 * What answers a submit: the job.
 *
 * @param job the first one of a manifest with a matrix
 * @param jobs the numbers of all of them; left out when it is one
 */
record SubmittedJson(
        @JsonUnwrapped JobJson job,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Long> jobs) {
    static SubmittedJson of(Submitted submitted) {
        if (submitted.group() == null) {
            return new SubmittedJson(JobJson.of(submitted.job(), submitted.warnings()), List.of());
        }
        Around group = new Around(submitted.group().value(), List.of(), null);
        return new SubmittedJson(
                JobJson.of(submitted.job(), submitted.warnings(), group),
                submitted.jobs().stream().map(job -> job.id().value()).toList());
    }
}
