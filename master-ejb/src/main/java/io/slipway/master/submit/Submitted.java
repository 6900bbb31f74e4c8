// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.submit;

import io.slipway.job.JobId;
import io.slipway.manifest.Finding;
import java.util.List;

/** A job that was taken: its number, and the warnings about its manifest. */
public record Submitted(JobId job, List<Finding> warnings) {
    public Submitted {
        warnings = List.copyOf(warnings);
    }
}
