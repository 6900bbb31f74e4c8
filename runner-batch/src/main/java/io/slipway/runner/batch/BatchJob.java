// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.batch;

import io.slipway.job.AttemptRef;
import io.slipway.runner.step.AttemptRun;
import io.slipway.runner.step.TaskLimit;
import io.slipway.runner.upload.ArtifactUpload;
import jakarta.batch.operations.JobOperator;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.context.JobContext;
import java.util.ArrayList;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import javax.sql.DataSource;
import org.jberet.creation.ArchiveXmlLoader;
import org.jberet.job.model.Job;
import org.jberet.operations.AbstractJobOperator;
import org.jberet.operations.JobOperatorImpl;
import org.jberet.repository.JobRepository;
import org.jberet.runtime.JobExecutionImpl;
import org.jberet.runtime.context.JobContextImpl;

/** The batch job {@code build}: one execution for each attempt, kept in the job repository. */
public final class BatchJob {
    /** Name of the job XML below {@code META-INF/batch-jobs}. */
    public static final String NAME = "build";

    private static final String ATTEMPT = "attempt";

    private final JobRepository repository;
    private final AbstractJobOperator operator;
    private final Job definition;
    private final LiveAttempts live;

    /**
     * @param database where executions are kept
     * @param threads carry the executions
     * @param artifactLimit the most bytes of one artifact
     * @param taskLimit how long a task may take
     */
    public BatchJob(
            LiveAttempts live,
            DataSource database,
            ExecutorService threads,
            ArtifactUpload upload,
            long artifactLimit,
            TaskLimit taskLimit) {
        this.live = live;
        RunnerBatchEnvironment environment =
                new RunnerBatchEnvironment(new RunArtifacts(live, upload, artifactLimit, taskLimit), database, threads);
        this.repository = environment.getJobRepository();
        this.operator = new JobOperatorImpl(environment);
        this.definition = ArchiveXmlLoader.loadJobXml(
                NAME, environment.getClassLoader(), new ArrayList<>(), environment.getJobXmlResolver());
    }

    /** Ends what an earlier process left running in the job repository: it cannot go on without its guest. */
    public void failLeftOvers() {
        for (long id : repository.getRunningExecutions(NAME)) {
            JobExecutionImpl left = (JobExecutionImpl) repository.getJobExecution(id);
            left.setBatchStatus(BatchStatus.FAILED);
            left.setExitStatus("The runner was stopped.");
            repository.updateJobExecution(left, true, false);
        }
    }

    /** Starts the execution of an attempt; returns when it is recorded. The job XML was read once: an execution works on a copy. */
    public void start(AttemptRun run) {
        Properties parameters = new Properties();
        parameters.setProperty(ATTEMPT, key(run.attempt()));
        try {
            operator.start(definition, parameters);
        } catch (RuntimeException e) {
            run.fail(e);
            live.finish(run, false);
        }
    }

    public JobOperator operator() {
        return operator;
    }

    static String key(AttemptRef attempt) {
        return "%s-%d-%d".formatted(attempt.job(), attempt.number(), attempt.epoch());
    }

    static String key(JobContext context) {
        return context.getProperties().getProperty(ATTEMPT, parameters(context).getProperty(ATTEMPT));
    }

    private static Properties parameters(JobContext context) {
        return ((JobContextImpl) context).getJobParameters();
    }
}
