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
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Makes fake guests; the kind {@code fake}. */
public final class FakeGuestFactory implements GuestFactory {
    private static final AtomicInteger STANDING = new AtomicInteger();
    /** Outlive their runner as machines do. */
    private static final Map<AttemptRef, FakeGuest> MADE = new ConcurrentHashMap<>();

    private static volatile Consumer<AttemptRef> onCreate = attempt -> {};

    /** How many guests were booted and not closed yet, in this process. */
    public static int standing() {
        return STANDING.get();
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
    public Guest create(
            AttemptRef attempt, ImageName image, Arch arch, GuestSettings settings, ProcessLauncher launcher) {
        onCreate.accept(attempt);
        FakeGuest guest = new FakeGuest(image.value(), STANDING);
        MADE.put(attempt, guest);
        return guest;
    }

    @Override
    public OptionalInt rescue(
            AttemptRef attempt,
            ImageName image,
            Arch arch,
            GuestSettings settings,
            ProcessLauncher launcher,
            Path folder) {
        return MADE.containsKey(attempt) ? MADE.get(attempt).keep(folder) : OptionalInt.empty();
    }

    @Override
    public Guest restore(
            AttemptRef attempt,
            ImageName image,
            Arch arch,
            GuestSettings settings,
            ProcessLauncher launcher,
            Path checkpoint) {
        onCreate.accept(attempt);
        FakeGuest guest = new FakeGuest(image.value(), STANDING);
        FakeCheckpoint.read(checkpoint).forEach(guest::write);
        return guest;
    }
}
