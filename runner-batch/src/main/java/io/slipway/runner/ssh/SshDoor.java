// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.ssh;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.message.StandingGuest;
import io.slipway.runner.batch.LiveAttempts;
import io.slipway.runner.standby.Standby;
import io.slipway.ssh.CommandServer;
import io.slipway.ssh.CommandServer.Visitors;
import io.slipway.ssh.SshSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The ssh server of a runner. A login works while this runner has a job of the key's owner; it can run the two commands of {@link
 * Visitor} and nothing else.
 */
public final class SshDoor implements AutoCloseable {
    /** Who reads a log may be silent for as long as the log is. */
    private static final Duration SILENCE = Duration.ZERO;

    private final SshSettings settings;
    private final CommandServer server;

    /** @param used is told of which attempt's owner a person has shown to be, and the fingerprint of the key */
    public SshDoor(
            SshSettings settings, Path state, LiveAttempts live, Standby standby, BiConsumer<AttemptRef, String> used) {
        this.settings = settings;
        Jobs jobs = new Jobs(live, standby);
        KeyUse use = new KeyUse(used, Clock.systemUTC());
        Visitors visitors =
                new Visitors((key, from) -> jobs.hasOwner(key), command -> new Visitor(jobs, use, command), SILENCE);
        this.server = new CommandServer(settings, state.resolve("ssh").resolve("host.key"), visitors);
    }

    /** Listens from now on, if settings say so. */
    public void open() {
        server.open();
    }

    /** What a person types to log in to the guest of a job. */
    public Optional<String> command(JobId job) {
        return settings.isOn() ? Optional.of(StandingGuest.command(settings.name(), job)) : Optional.empty();
    }

    @Override
    public void close() {
        server.close();
    }
}
