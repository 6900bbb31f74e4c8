// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.process;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * The only place of the runner that starts programs: arguments are a list, never a shell's text, and every program has a
 * deadline.
 */
public final class ProcessLauncher {
    private static final long GRACE_SECONDS = 5;

    private final ExecutorService threads;

    /** @param threads carry the programs' output */
    public ProcessLauncher(ExecutorService threads) {
        this.threads = threads;
    }

    /**
     * What to start.
     *
     * @param arguments the program first
     * @param environment added to the runner's own
     * @param folder where it runs
     * @param deadline after which it is ended
     */
    public record Launch(List<String> arguments, Map<String, String> environment, Path folder, Duration deadline) {
        public Launch {
            arguments = List.copyOf(arguments);
            environment = Map.copyOf(environment);
        }
    }

    /**
     * Runs a program to its end; standard output and error go to {@code output} as they come.
     *
     * @param interruption is given the way to end the program early, and gives back what to run when it ended by itself
     * @return its exit code; 137 when it was ended early
     * @throws ProblemException when it cannot be started, or passed its deadline
     */
    public int run(Launch launch, OutputStream output, UnaryOperator<Runnable> interruption) {
        Process process = start(launch);
        Runnable unwatch = interruption.apply(() -> end(process));
        try {
            var carrying = threads.submit(() -> carry(process.getInputStream(), output));
            if (!process.waitFor(launch.deadline().toMillis(), TimeUnit.MILLISECONDS)) {
                end(process);
                throw new ProblemException(
                        Problem.GUEST_SILENT,
                        "Running `%s`: no end within %d s"
                                .formatted(
                                        String.join(" ", launch.arguments()),
                                        launch.deadline().toSeconds()));
            }
            // A child that the program left behind may hold the pipe; its output is not waited for.
            carrying.get(2, TimeUnit.SECONDS);
            return process.exitValue();
        } catch (java.util.concurrent.TimeoutException e) {
            return process.exitValue();
        } catch (InterruptedException e) {
            end(process);
            Thread.currentThread().interrupt();
            throw new ProblemException(Problem.RUNNER_STOPPED, "Running a program: the runner is stopping", e);
        } catch (java.util.concurrent.ExecutionException e) {
            end(process);
            throw new ProblemException(Problem.DEFECT, "Reading the output of a program: " + e.getMessage(), e);
        } finally {
            unwatch.run();
        }
    }

    private static Process start(Launch launch) {
        ProcessBuilder builder = new ProcessBuilder(launch.arguments())
                .directory(launch.folder().toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        builder.environment().putAll(launch.environment());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.GUEST_NOT_STARTED,
                    "Starting `%s`: %s".formatted(launch.arguments().get(0), e.getMessage()),
                    e);
        }
    }

    private static void carry(InputStream from, OutputStream to) {
        try (from) {
            from.transferTo(to);
        } catch (IOException e) {
            System.getLogger(ProcessLauncher.class.getName())
                    .log(System.Logger.Level.DEBUG, "The output of a program ended: {0}", e.getMessage());
        }
    }

    /** Asks it to end, which lets it clean up; insists after a while. */
    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, GRACE_SECONDS, TimeUnit.SECONDS)
                .thenAccept(Process::destroyForcibly);
    }
}
