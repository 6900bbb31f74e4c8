// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.guest;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.image.Arch;
import io.slipway.image.ImageName;
import io.slipway.job.AttemptRef;
import io.slipway.runner.process.ProcessLauncher;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;

/** Makes guests of one kind; found as a service by its kind, so that tests and benchmarks can bring their own. */
public interface GuestFactory extends AutoCloseable {

    /** The value of {@code guest.kind} that asks for it. */
    String kind();

    /** Makes a guest that is not started yet. */
    Guest create(AttemptRef attempt, ImageName image, Arch arch, GuestSettings settings, ProcessLauncher launcher);

    /**
     * Makes a guest, not started yet, that goes on where another one was at a checkpoint.
     *
     * @param checkpoint what {@link Guest#keep} kept
     */
    default Guest restore(
            AttemptRef attempt,
            ImageName image,
            Arch arch,
            GuestSettings settings,
            ProcessLauncher launcher,
            Path checkpoint) {
        throw new ProblemException(
                Problem.CHECKPOINT_LOST, "Guests of kind `%s` have no checkpoints".formatted(kind()));
    }

    /**
     * Ends the guest that an earlier process of this runner left for an attempt, and keeps its newest checkpoint; called before {@link
     * #open}, which clears away what was not kept.
     *
     * @param folder where, not there yet
     * @return the number of the checkpoint; empty when there is none
     */
    default OptionalInt rescue(
            AttemptRef attempt,
            ImageName image,
            Arch arch,
            GuestSettings settings,
            ProcessLauncher launcher,
            Path folder) {
        return OptionalInt.empty();
    }

    /**
     * Called before the first guest is made: ends guests that an earlier process of this runner left.
     *
     * @param threads carry what the factory does by itself
     * @param clockwork for what is short and done again and again
     */
    default void open(
            GuestSettings settings, ProcessLauncher launcher, Executor threads, ScheduledExecutorService clockwork) {}

    /** What its guests begin in, as {@link io.slipway.image.Sandbox} has it; empty when that is not known. */
    default String sandbox() {
        return "";
    }

    /** Whether a guest could begin now. While none can, the runner takes no orders. */
    default boolean canBegin() {
        return true;
    }

    /** Called after the last attempt: ends guests that nobody has taken. */
    @Override
    default void close() {}

    /** @throws ProblemException when there is no such kind */
    static GuestFactory ofKind(String kind, ClassLoader loader) {
        ServiceLoader<GuestFactory> factories = ServiceLoader.load(GuestFactory.class, loader);
        return factories.stream()
                .map(ServiceLoader.Provider::get)
                .filter(factory -> factory.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        Problem.SETTING_ILLEGAL,
                        "Key `guest.kind` is `%s`; known are `%s`"
                                .formatted(
                                        kind,
                                        factories.stream()
                                                .map(provider -> provider.get().kind())
                                                .collect(Collectors.joining("`, `")))));
    }
}
