// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.batch;

import io.slipway.job.Phase;
import io.slipway.runner.batch.BatchJob.Means;
import io.slipway.runner.step.AttemptRun;
import io.slipway.runner.step.AwaitGuest;
import io.slipway.runner.step.Boot;
import io.slipway.runner.step.CollectArtifacts;
import io.slipway.runner.step.KeepResults;
import io.slipway.runner.step.Prepare;
import io.slipway.runner.step.RunTasks;
import io.slipway.runner.step.SaveCaches;
import io.slipway.runner.step.WorkList;
import java.util.List;
import org.jberet.creation.ArtifactCreationContext;
import org.jberet.runtime.context.JobContextImpl;
import org.jberet.spi.ArtifactFactory;

/**
 * Makes the batch artifacts that {@code build.xml} names, each for the attempt whose execution asks for it.
 *
 * <p>They are made here by constructor and not by CDI: an artifact belongs to one attempt, and the server's own batch runtime
 * offers CDI the same beans a second time.
 */
final class RunArtifacts implements ArtifactFactory {
    private final LiveAttempts live;
    private final Means means;
    private final ExecutionReport report;

    RunArtifacts(LiveAttempts live, Means means, ExecutionReport report) {
        this.live = live;
        this.means = means;
        this.report = report;
    }

    @Override
    public Object create(String name, Class<?> type, ClassLoader loader) {
        JobContextImpl context = (JobContextImpl)
                ArtifactCreationContext.getCurrentArtifactCreationContext().getJobContext();
        AttemptRun run = live.run(ExecutionKey.attempt(context.getJobParameters()));
        run.executedBy(context.getExecutionId());
        return switch (name) {
            case "boot" -> new RunBatchlet(() -> guarded(run, () -> new Boot(run).perform()));
            case "await-guest" -> new RunBatchlet(() -> guarded(run, () -> new AwaitGuest(run).perform()));
            case "prepare-reader" -> new WorkListReader(new Prepare(run, means.caches()), () -> {});
            case "prepare-processor" -> processor(run, new Prepare(run, means.caches()));
            case "tasks-reader" ->
                new WorkListReader(new RunTasks(run, means.taskLimit()), () -> run.begin(Phase.TASKS));
            case "tasks-processor" -> processor(run, new RunTasks(run, means.taskLimit()));
            case "artifacts-reader" -> new WorkListReader(results(run), () -> run.begin(Phase.ARTIFACTS));
            case "artifacts-processor" -> processor(run, results(run));
            case "writer" -> new DoneWriter();
            case "progress" -> new ProgressListener(context, report);
            default -> throw new IllegalArgumentException("build.xml names `%s`, which nobody makes".formatted(name));
        };
    }

    private KeepResults results(AttemptRun run) {
        return new KeepResults(
                CollectArtifacts.afterSuccess(run, means.upload(), means.artifactLimit()),
                new SaveCaches(run, means.caches()));
    }

    private static <T> WorkListProcessor<T> processor(AttemptRun run, WorkList<T> list) {
        return new WorkListProcessor<>(new WorkList<>() {
            @Override
            public List<T> items() {
                return list.items();
            }

            @Override
            public void perform(T item) {
                guarded(run, () -> list.perform(item));
            }
        });
    }

    /** The batch runtime keeps an exception as text only; the attempt remembers what it means. */
    private static void guarded(AttemptRun run, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            run.fail(e);
            throw e;
        }
    }

    @Override
    public void destroy(Object artifact) {
        // Nothing of an artifact outlives it.
    }

    @Override
    public Class<?> getArtifactClass(String name, ClassLoader loader) {
        return switch (name) {
            case "boot", "await-guest" -> RunBatchlet.class;
            case "prepare-reader", "tasks-reader", "artifacts-reader" -> WorkListReader.class;
            case "prepare-processor", "tasks-processor", "artifacts-processor" -> WorkListProcessor.class;
            case "writer" -> DoneWriter.class;
            case "progress" -> ProgressListener.class;
            default -> null;
        };
    }
}
