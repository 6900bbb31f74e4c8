// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.batch;

import io.slipway.batch.BatchExecution;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.runner.step.AttemptRun;
import io.slipway.runner.step.CollectArtifacts;
import io.slipway.runner.step.KeepReports;
import io.slipway.runner.step.TaskLimit;
import io.slipway.runner.upload.ArtifactUpload;
import io.slipway.runner.upload.CacheTransfer;
import jakarta.batch.operations.BatchRuntimeException;
import jakarta.batch.operations.JobExecutionNotRunningException;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.JobExecution;
import jakarta.batch.runtime.JobInstance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jberet.creation.ArchiveXmlLoader;
import org.jberet.job.model.Job;
import org.jberet.operations.AbstractJobOperator;
import org.jberet.operations.JobOperatorImpl;
import org.jberet.repository.JobRepository;
import org.jberet.runtime.JobExecutionImpl;

/**
 * The batch job {@code build}: an execution for each attempt, kept in the job repository. An attempt that goes on where another one
 * was restarts its execution, so that both are of one job instance.
 *
 * <p>Everything goes by the job operator. How an execution stands is told when a step begins and when it has ended.
 */
public final class BatchJob {
    /** Name of the job XML below {@code META-INF/batch-jobs}. */
    public static final String NAME = "build";

    private static final System.Logger LOG = System.getLogger(BatchJob.class.getName());
    /** More than a runner can have had at once: the older ones have ended, and nobody asks for them any more. */
    private static final int LOOKED_THROUGH = 1000;

    private final JobRepository repository;
    private final AbstractJobOperator operator;
    private final Job definition;
    private final LiveAttempts live;
    private final ExecutorService threads;
    private final ExecutionReport report;
    private final Means means;

    /** What every step of every execution is made with. */
    public record Means(ArtifactUpload upload, long artifactLimit, CacheTransfer caches, TaskLimit taskLimit) {}

    /**
     * @param database where executions are kept
     * @param threads carry the executions
     * @param tell is given executions that have moved
     */
    public BatchJob(
            LiveAttempts live,
            DataSource database,
            ExecutorService threads,
            Means means,
            Consumer<BatchExecution> tell) {
        this.live = live;
        this.threads = threads;
        this.means = means;
        this.report = new ExecutionReport(tell);
        RunnerBatchEnvironment environment =
                new RunnerBatchEnvironment(new RunArtifacts(live, means, report), database);
        this.repository = environment.getJobRepository();
        this.operator = new JobOperatorImpl(environment);
        this.definition = ArchiveXmlLoader.loadJobXml(
                NAME, environment.getClassLoader(), new ArrayList<>(), environment.getJobXmlResolver());
    }

    /**
     * Ends what an earlier process left running in the job repository; it may be restarted.
     *
     * @return the newest executions, by their attempts, whether they ran or had ended
     */
    public Map<AttemptRef, Long> failLeftOvers() {
        Map<AttemptRef, Long> newest = new HashMap<>();
        for (long id : repository.getJobExecutionsByJob(NAME, LOOKED_THROUGH)) {
            JobExecutionImpl execution = (JobExecutionImpl) repository.getJobExecution(id);
            if (ExecutionReport.status(execution.getBatchStatus()).isRunning()) {
                execution.setBatchStatus(BatchStatus.FAILED);
                execution.setExitStatus("The runner was stopped.");
                repository.updateJobExecution(execution, true, false);
                tellNow(id);
            }
            newest.put(ExecutionKey.attempt(execution.getJobParameters()), id);
        }
        return newest;
    }

    /** Runs the execution of an attempt in a thread of its own. */
    public void start(AttemptRun run) {
        run.whenInterrupted(() -> stop(run));
        threads.execute(() -> {
            boolean everyStep = false;
            try {
                long id = execute(run);
                everyStep = operator.getJobExecution(id).getBatchStatus() == BatchStatus.COMPLETED;
                tellNow(id);
            } catch (RuntimeException e) {
                run.fail(e);
            } finally {
                keepReports(run);
                live.finish(run, everyStep);
            }
        });
    }

    /** The execution has ended by then, as the one to restart: no step of it stands behind a task that failed. */
    private void keepReports(AttemptRun run) {
        try {
            new KeepReports(run, CollectArtifacts.afterFailure(run, means.upload(), means.artifactLimit())).perform();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "Keeping the reports of " + run.attempt(), e);
        }
    }

    /** Returns when the execution has ended. The job XML was read once: an execution works on a copy. */
    private long execute(AttemptRun run) {
        Properties parameters = ExecutionKey.parameters(run.attempt());
        long earlier = run.earlierExecution();
        return earlier == 0 ? operator.start(definition, parameters) : operator.restart(newest(earlier), parameters);
    }

    /** Only the newest execution of a job instance may be restarted. */
    private long newest(long execution) {
        JobInstance instance = operator.getJobInstance(execution);
        List<JobExecution> executions = operator.getJobExecutions(instance);
        JobExecution newest = executions.get(executions.size() - 1);
        if (newest.getBatchStatus() == BatchStatus.ABANDONED) {
            throw new ProblemException(
                    Problem.CHECKPOINT_LOST,
                    "Execution %d was abandoned; run the job again from the start.".formatted(newest.getExecutionId()));
        }
        return newest.getExecutionId();
    }

    private void stop(AttemptRun run) {
        try {
            operator.stop(run.execution());
        } catch (JobExecutionNotRunningException e) {
            LOG.log(System.Logger.Level.DEBUG, "Stopping {0}: {1}", run.attempt(), e.getMessage());
        } catch (BatchRuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "Stopping " + run.attempt(), e);
        }
    }

    /** Has the execution of an attempt never be restarted, unless it is another's, or still runs. */
    public void abandon(AttemptRef attempt, long execution) {
        try {
            if (attempt.equals(ExecutionKey.attempt(operator.getParameters(execution)))) {
                operator.abandon(execution);
                tellNow(execution);
            }
        } catch (BatchRuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "Abandoning {0}: {1}", attempt, e.getMessage());
        }
    }

    private void tellNow(long execution) {
        report.tell((JobExecutionImpl) operator.getJobExecution(execution), operator.getStepExecutions(execution));
    }
}
