// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.graph;

import io.slipway.job.JobId;
import io.slipway.master.query.JobView.ArtifactView;

/**
 * An artifact of a job.
 *
 * @param present whether its bytes are still kept
 */
public record ArtifactEntry(JobId job, ArtifactView artifact, boolean present) {}
