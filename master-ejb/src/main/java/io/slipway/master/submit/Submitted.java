// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.submit;

import io.slipway.manifest.Finding;
import io.slipway.master.query.JobView;
import java.util.List;

/** A job that was taken, as its submit left it, and the warnings about its manifest. */
public record Submitted(JobView job, List<Finding> warnings) {
    public Submitted {
        warnings = List.copyOf(warnings);
    }
}
