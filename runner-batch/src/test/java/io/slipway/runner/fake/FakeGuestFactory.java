// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.fake;

import io.slipway.image.Arch;
import io.slipway.image.ImageName;
import io.slipway.job.AttemptRef;
import io.slipway.runner.guest.Guest;
import io.slipway.runner.guest.GuestFactory;
import io.slipway.runner.guest.GuestSettings;
import io.slipway.runner.process.ProcessLauncher;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/** Makes fake guests; the kind {@code fake}. What a runner that was killed left of them lies in their run folders, as of machines. */
public final class FakeGuestFactory implements GuestFactory {
    private static final Set<FakeRunFolder> STANDING = ConcurrentHashMap.newKeySet();

    private static volatile Consumer<AttemptRef> onCreate = attempt -> {};

    /** How many guests were booted and not closed yet, in this process. */
    public static int standing() {
        return STANDING.size();
    }

    /** Has every attempt told that a guest is made for. */
    public static void onCreate(Consumer<AttemptRef> listener) {
        onCreate = listener;
    }

    @Override
    public String kind() {
        return "fake";
    }

    @Override
    public void open(
            GuestSettings settings, ProcessLauncher launcher, Executor threads, ScheduledExecutorService clockwork) {
        FakeRunFolder.all(settings.runs()).forEach(FakeGuestFactory::end);
    }

    @Override
    public Guest create(
            AttemptRef attempt, ImageName image, Arch arch, GuestSettings settings, ProcessLauncher launcher) {
        return make(attempt, image, settings);
    }

    private static FakeGuest make(AttemptRef attempt, ImageName image, GuestSettings settings) {
        onCreate.accept(attempt);
        return new FakeGuest(attempt, image.value(), FakeRunFolder.of(settings.runs(), attempt), STANDING);
    }

    @Override
    public OptionalInt rescue(
            AttemptRef attempt,
            ImageName image,
            Arch arch,
            GuestSettings settings,
            ProcessLauncher launcher,
            Path folder) {
        FakeRunFolder left = FakeRunFolder.of(settings.runs(), attempt);
        OptionalInt kept = left.keep(folder);
        end(left);
        return kept;
    }

    @Override
    public Guest restore(
            AttemptRef attempt,
            ImageName image,
            Arch arch,
            GuestSettings settings,
            ProcessLauncher launcher,
            Path checkpoint) {
        FakeGuest guest = make(attempt, image, settings);
        FakeRunFolder.read(checkpoint).forEach(guest::write);
        return guest;
    }

    private static void end(FakeRunFolder left) {
        left.remove();
        STANDING.remove(left);
    }
}
