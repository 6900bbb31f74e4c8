// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.ssh;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.message.StandingGuest;
import io.slipway.runner.batch.LiveAttempts;
import io.slipway.runner.standby.Standby;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.CommonModuleProperties;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.session.SessionHeartbeatController.HeartbeatType;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;

/**
 * The ssh server of a runner. A login is by public key alone, and works while this runner has a job of the key's owner; it can run the
 * two commands of {@link Visitor} and nothing else.
 */
public final class SshDoor implements AutoCloseable {
    private static final int KEY_BITS = 256;
    private static final Duration HEARTBEAT = Duration.ofSeconds(30);
    private static final int MOST_SESSIONS = 100;
    private static final int MOST_CHANNELS = 10;

    private final SshSettings settings;
    private final Path state;
    private final Jobs jobs;
    private SshServer server;

    public SshDoor(SshSettings settings, Path state, LiveAttempts live, Standby standby) {
        this.settings = settings;
        this.state = state;
        this.jobs = new Jobs(live, standby);
    }

    /** Listens from now on, if settings say so. */
    public void open() {
        if (!settings.isOn()) {
            return;
        }
        server = SshServer.setUpDefaultServer();
        server.setHost(settings.address());
        server.setPort(settings.port());
        server.setKeyPairProvider(hostKey());
        server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        server.setPublickeyAuthenticator((user, key, session) -> {
            // The last key that is asked about before a login is the one that it is made with.
            session.setAttribute(Visitor.KEY, key);
            return jobs.hasOwner(key);
        });
        server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
        server.setSubsystemFactories(List.of());
        server.setCommandFactory((channel, command) -> new Visitor(jobs, command));
        server.setShellFactory(channel -> new Visitor(jobs, ""));
        // Who reads a log may be silent for as long as the log is.
        CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
        // Whoever has gone without a word is noticed by this.
        CommonModuleProperties.SESSION_HEARTBEAT_TYPE.set(server, HeartbeatType.IGNORE);
        CommonModuleProperties.SESSION_HEARTBEAT_INTERVAL.set(server, HEARTBEAT);
        CoreModuleProperties.MAX_CONCURRENT_SESSIONS.set(server, MOST_SESSIONS);
        CoreModuleProperties.MAX_CONCURRENT_CHANNELS.set(server, MOST_CHANNELS);
        try {
            server.start();
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.SETTING_ILLEGAL,
                    "Listening for ssh at `%s:%d` (`ssh.address`, `ssh.port`): %s"
                            .formatted(settings.address(), settings.port(), e.getMessage()),
                    e);
        }
    }

    private SimpleGeneratorHostKeyProvider hostKey() {
        Path folder = state.resolve("ssh");
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new ProblemException(Problem.DISK_REFUSED, "Making `%s`: %s".formatted(folder, e), e);
        }
        SimpleGeneratorHostKeyProvider provider = new SimpleGeneratorHostKeyProvider(folder.resolve("host.key"));
        provider.setAlgorithm(KeyUtils.EC_ALGORITHM);
        provider.setKeySize(KEY_BITS);
        // Made now, so that a disk that refuses it does so before anybody knocks.
        provider.loadKeys(null);
        return provider;
    }

    /** What a person types to log in to the guest of a job. */
    public Optional<String> command(JobId job) {
        return settings.isOn() ? Optional.of(StandingGuest.command(settings.name(), job)) : Optional.empty();
    }

    @Override
    public void close() {
        if (server != null) {
            try {
                server.stop(true);
            } catch (IOException e) {
                throw new ProblemException(Problem.DEFECT, "Ending the ssh server: " + e.getMessage(), e);
            }
        }
    }
}
