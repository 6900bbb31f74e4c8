// SPDX-License-Identifier: Apache-2.0
package io.slipway.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.ssh.CommandServer.Visitors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.Security;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.server.command.AbstractCommandSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in at an ssh server of ours, and that it leaves no trace in what is around it. */
class CommandServerTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private Path hostKey;
    private int port;
    private CommandServer server;
    private KeyPair known;
    private SshClient client;

    @BeforeEach
    void open() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        hostKey = folder.resolve("ssh/host.key");
        server = server(Duration.ZERO);
        known = SecurityUtils.getKeyPairGenerator(SecurityUtils.ED25519).generateKeyPair();
        server.open();
        client = SshClient.setUpDefaultClient();
        client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
        client.setKeyIdentityProvider(KeyPairProvider.EMPTY_KEYPAIR_PROVIDER);
        client.start();
    }

    @AfterEach
    void close() {
        client.stop();
        server.close();
    }

    @Test
    void knownKeyGetsInAndItsCommandIsCarriedOut() throws Exception {
        try (ClientSession session = logIn(known)) {
            assertThat(run(session, "say hello")).isEqualTo("did `say hello`");
        }
    }

    @Test
    void unknownKeyDoesNotGetIn() throws Exception {
        KeyPair stranger =
                SecurityUtils.getKeyPairGenerator(KeyUtils.EC_ALGORITHM).generateKeyPair();

        assertThatThrownBy(() -> logIn(stranger)).isInstanceOf(SshException.class);
    }

    @Test
    void ed25519WorksAndTheServerAroundGetsNoProviderOfOurs() throws Exception {
        try (ClientSession session = logIn(known)) {
            assertThat(session.isAuthenticated()).isTrue();
        }

        assertThat(known.getPublic().getAlgorithm()).isIn("Ed25519", "EdDSA");
        assertThat(Arrays.stream(Security.getProviders()))
                .noneMatch(provider -> provider.getName().equals("BC"));
    }

    @Test
    void hostKeyIsItsOwnersAloneAndStaysTheSame() throws Exception {
        byte[] first = Files.readAllBytes(hostKey);

        server.close();
        server.open();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(hostKey)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(hostKey.getParent())))
                .isEqualTo("rwx------");
        assertThat(Files.readAllBytes(hostKey)).isEqualTo(first);
    }

    @Test
    void whoIsSilentForTooLongIsSentAway() throws Exception {
        server.close();
        server = server(Duration.ofSeconds(1));
        server.open();

        try (ClientSession session = logIn(known)) {
            assertThat(session.waitFor(EnumSet.of(ClientSession.ClientSessionEvent.CLOSED), SOON))
                    .contains(ClientSession.ClientSessionEvent.CLOSED);
        }
    }

    @Test
    void portThatIsTakenIsToldWithItsSetting() {
        assertThatThrownBy(() -> server(Duration.ZERO).open())
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.SETTING_ILLEGAL))
                .hasMessageContaining("`ssh.port`")
                .hasMessageContaining(Integer.toString(port));
    }

    private CommandServer server(Duration silence) {
        return new CommandServer(
                new SshSettings("127.0.0.1", port, "127.0.0.1:" + port),
                hostKey,
                new Visitors((key, from) -> KeyUtils.compareKeys(key, known.getPublic()), Echo::new, silence));
    }

    private ClientSession logIn(KeyPair key) throws IOException {
        ClientSession session =
                client.connect("builds", "127.0.0.1", port).verify(SOON).getSession();
        session.addPublicKeyIdentity(key);
        session.auth().verify(SOON);
        return session;
    }

    private static String run(ClientSession session, String command) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ChannelExec channel = session.createExecChannel(command)) {
            channel.setOut(out);
            channel.open().verify(SOON);
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), SOON);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Says which command it was given. */
    private static final class Echo extends AbstractCommandSupport {
        Echo(String command) {
            super(command, null);
        }

        @Override
        public void run() {
            try {
                getOutputStream().write("did `%s`".formatted(getCommand()).getBytes(StandardCharsets.UTF_8));
                getOutputStream().flush();
                onExit(0);
            } catch (IOException e) {
                onExit(1, e.getMessage());
            }
        }
    }
}
