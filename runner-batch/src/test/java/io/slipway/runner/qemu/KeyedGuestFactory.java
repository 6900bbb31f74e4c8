// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import io.slipway.image.Arch;
import io.slipway.image.ImageName;
import io.slipway.job.AttemptRef;
import io.slipway.runner.guest.Guest;
import io.slipway.runner.guest.Guest.GuestFile;
import io.slipway.runner.guest.GuestFactory;
import io.slipway.runner.guest.GuestSettings;
import io.slipway.runner.process.ProcessLauncher;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Real guests that have an ssh key before anything is prepared in them, as a secret of the job's puts it there: {@code ~/.ssh/UUID}, and {@code
 * ~/.ssh/id_rsa} as a link to it. The kind {@code keyed}.
 */
public final class KeyedGuestFactory implements GuestFactory {
    private static final String NAME = "6c9a5a33-e8a8-4d8f-8c1c-8f5d9a8b7c6d";
    private static final int PRIVATE = 0600;
    private static volatile byte[] key;

    private final QemuGuestFactory real = new QemuGuestFactory();

    /** The private key of guests that are made from now on. */
    static void give(byte[] privateKey) {
        key = privateKey;
    }

    @Override
    public String kind() {
        return "keyed";
    }

    @Override
    public void open(
            GuestSettings settings, ProcessLauncher launcher, Executor threads, ScheduledExecutorService clockwork) {
        real.open(settings, launcher, threads, clockwork);
    }

    @Override
    public Guest create(
            AttemptRef attempt, ImageName image, Arch arch, GuestSettings settings, ProcessLauncher launcher) {
        Guest guest = real.create(attempt, image, arch, settings, launcher);
        return (Guest) Proxy.newProxyInstance(
                KeyedGuestFactory.class.getClassLoader(), new Class<?>[] {Guest.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(guest, arguments);
                        if (method.getName().equals("await")) {
                            putKey(guest);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static void putKey(Guest guest) {
        guest.send(List.of(new GuestFile(".ssh/" + NAME, PRIVATE, key)));
        guest.run("ln -s %s .ssh/id_rsa".formatted(NAME), false, OutputStream.nullOutputStream());
    }

    @Override
    public void close() {
        real.close();
    }
}
