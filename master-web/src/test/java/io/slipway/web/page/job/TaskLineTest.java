// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.job;

import static io.slipway.web.page.job.JobFixture.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.job.JobStatus;
import io.slipway.task.TaskStatus;
import org.junit.jupiter.api.Test;

class TaskLineTest {

    @Test
    void pendingTaskOfAnEndedJobDidNotRun() {
        assertThat(TaskLine.of(
                        job(JobStatus.FAILED).build(TaskStatus.FAILED).ended("").view()))
                .extracting(TaskLine::words)
                .containsExactly("failed", "not run");
    }

    @Test
    void pendingTaskOfAnOpenJobIsPending() {
        assertThat(TaskLine.of(job(JobStatus.QUEUED).view()))
                .extracting(TaskLine::words)
                .containsExactly("pending", "pending");
    }
}
