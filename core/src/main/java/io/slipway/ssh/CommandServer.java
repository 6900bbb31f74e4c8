// SPDX-License-Identifier: Apache-2.0
package io.slipway.ssh;

import static java.util.Objects.requireNonNull;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.error.TriesException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.CommonModuleProperties;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.session.SessionHeartbeatController.HeartbeatType;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.session.ServerSession;

/**
 * An ssh server that lets in by public key alone, and whose commands are the program's own: nobody gets a shell of the machine, forwards
 * a port or copies a file.
 *
 * <p>Safe for many threads between {@link #open} and {@link #close}.
 */
public final class CommandServer implements AutoCloseable {
    private static final AttributeKey<PublicKey> KEY = new AttributeKey<>();
    private static final int KEY_BITS = 256;
    private static final Duration HEARTBEAT = Duration.ofSeconds(30);
    private static final Duration LOGIN = Duration.ofSeconds(30);
    private static final int MOST_SESSIONS = 100;
    private static final int MOST_CHANNELS = 10;

    private final SshSettings settings;
    private final Path hostKey;
    private final Visitors visitors;
    private SshServer server;

    /**
     * Who gets in, and what is done for them.
     *
     * @param known whether somebody may log in with a key, from an address; asked before the key is proved. Throws {@link TriesException} to
     *     end the connection
     * @param commands makes what carries out a command line, which is empty when none was given
     * @param silence how long a session may go without a byte; zero for as long as it likes
     */
    public record Visitors(
            BiPredicate<PublicKey, InetAddress> known, Function<String, Command> commands, Duration silence) {
        public Visitors {
            requireNonNull(known, "known");
            requireNonNull(commands, "commands");
            requireNonNull(silence, "silence");
        }
    }

    /** @param hostKey the file of the server's own key; made, with its folder, when it is not there */
    public CommandServer(SshSettings settings, Path hostKey, Visitors visitors) {
        this.settings = requireNonNull(settings, "settings");
        this.hostKey = requireNonNull(hostKey, "hostKey");
        this.visitors = requireNonNull(visitors, "visitors");
        OwnProvider.use();
    }

    /** The key that somebody has logged in with. */
    public static Optional<PublicKey> key(ServerSession session) {
        return Optional.ofNullable(session.getAttribute(KEY));
    }

    /** Listens from now on, if the settings say so. */
    public void open() {
        if (!settings.isOn()) {
            return;
        }
        server = SshServer.setUpDefaultServer();
        server.setHost(settings.address());
        server.setPort(settings.port());
        server.setKeyPairProvider(hostKey());
        letIn();
        limit();
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

    private void letIn() {
        server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        server.setPublickeyAuthenticator((user, key, session) -> {
            // The last key that is asked about before a login is the one that it is made with.
            session.setAttribute(KEY, key);
            return knows(key, session);
        });
        server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
        server.setSubsystemFactories(List.of());
        server.setCommandFactory((channel, command) -> visitors.commands().apply(command));
        server.setShellFactory(channel -> visitors.commands().apply(""));
    }

    private boolean knows(PublicKey key, ServerSession session) {
        InetAddress from = ((InetSocketAddress) session.getClientAddress()).getAddress();
        try {
            return visitors.known().test(key, from);
        } catch (TriesException e) {
            disconnect(session, e.getMessage());
            return false;
        }
    }

    private static void disconnect(ServerSession session, String sentence) {
        try {
            session.disconnect(SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE, sentence);
        } catch (IOException e) {
            session.close(true);
        }
    }

    private void limit() {
        CoreModuleProperties.AUTH_TIMEOUT.set(server, LOGIN);
        CoreModuleProperties.IDLE_TIMEOUT.set(server, visitors.silence());
        if (visitors.silence().isZero()) {
            // Whoever has gone without a word is noticed by this. With a limit of silence that notices it, and a
            // heartbeat would break it.
            CommonModuleProperties.SESSION_HEARTBEAT_TYPE.set(server, HeartbeatType.IGNORE);
            CommonModuleProperties.SESSION_HEARTBEAT_INTERVAL.set(server, HEARTBEAT);
        }
        CoreModuleProperties.MAX_CONCURRENT_SESSIONS.set(server, MOST_SESSIONS);
        CoreModuleProperties.MAX_CONCURRENT_CHANNELS.set(server, MOST_CHANNELS);
    }

    private SimpleGeneratorHostKeyProvider hostKey() {
        Path folder = hostKey.toAbsolutePath().getParent();
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
        } catch (IOException e) {
            throw new ProblemException(Problem.DISK_REFUSED, "Making `%s`: %s".formatted(folder, e), e);
        }
        SimpleGeneratorHostKeyProvider provider = new SimpleGeneratorHostKeyProvider(hostKey);
        provider.setAlgorithm(KeyUtils.EC_ALGORITHM);
        provider.setKeySize(KEY_BITS);
        provider.setStrictFilePermissions(true);
        // Made now, so that a disk that refuses it does so before anybody knocks.
        provider.loadKeys(null);
        return provider;
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
