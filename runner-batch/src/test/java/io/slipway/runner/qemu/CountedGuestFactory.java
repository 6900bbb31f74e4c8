// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import io.slipway.image.Arch;
import io.slipway.image.ImageName;
import io.slipway.job.AttemptRef;
import io.slipway.runner.guest.Guest;
import io.slipway.runner.guest.GuestFactory;
import io.slipway.runner.guest.GuestSettings;
import io.slipway.runner.process.ProcessLauncher;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelListener;

/** Real guests, and a count of the channels that were opened to them; the kind {@code counted}. */
public final class CountedGuestFactory implements GuestFactory {
    private static final Queue<Instant> OPENED = new ConcurrentLinkedQueue<>();
    private static volatile QemuGuestFactory newest;

    private final QemuGuestFactory real = new QemuGuestFactory(CountedGuestFactory::client);

    private static SshClient client() {
        SshClient client = SshConnection.client();
        client.addChannelListener(new ChannelListener() {
            @Override
            public void channelOpenSuccess(Channel channel) {
                OPENED.add(Instant.now());
            }
        });
        return client;
    }

    /** How many channels were opened in between. */
    static long channels(Instant from, Instant to) {
        return OPENED.stream()
                .filter(at -> !at.isBefore(from) && !at.isAfter(to))
                .count();
    }

    /** How many guests wait in the runner that was started last. */
    static int waiting() {
        return newest.waiting();
    }

    @Override
    public String kind() {
        return "counted";
    }

    @Override
    public void open(
            GuestSettings settings, ProcessLauncher launcher, Executor threads, ScheduledExecutorService clockwork) {
        real.open(settings, launcher, threads, clockwork);
        newest = real;
    }

    @Override
    public Guest create(
            AttemptRef attempt, ImageName image, Arch arch, GuestSettings settings, ProcessLauncher launcher) {
        return real.create(attempt, image, arch, settings, launcher);
    }

    @Override
    public Guest restore(
            AttemptRef attempt,
            ImageName image,
            Arch arch,
            GuestSettings settings,
            ProcessLauncher launcher,
            Path checkpoint) {
        return real.restore(attempt, image, arch, settings, launcher, checkpoint);
    }

    @Override
    public String sandbox() {
        return real.sandbox();
    }

    @Override
    public boolean canBegin() {
        return real.canBegin();
    }

    @Override
    public void close() {
        real.close();
    }
}
