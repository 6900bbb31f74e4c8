// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumSet;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.password.PasswordIdentityProvider;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.session.SessionHeartbeatController.HeartbeatType;
import org.apache.sshd.common.util.io.output.NoCloseOutputStream;

/** The one ssh connection to a guest; every command is a channel of it. */
final class SshConnection implements AutoCloseable {
    /** A daemon that a script left may hold its terminal: what it prints after the script's end is waited for so long. */
    private static final Duration AFTER_EXIT = Duration.ofMillis(500);

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final ClientSession session;

    private SshConnection(ClientSession session) {
        this.session = session;
    }

    /** Logs in as the build user, who has no password. The guest is the runner's own, so its host key proves nothing. */
    static SshConnection open(SshClient client, int port, Duration timeout) throws IOException {
        ClientSession session =
                client.connect("build", "127.0.0.1", port).verify(timeout).getSession();
        try {
            session.setPasswordIdentityProvider(PasswordIdentityProvider.wrapPasswords(""));
            session.auth().verify(timeout);
            session.setSessionHeartbeat(HeartbeatType.IGNORE, HEARTBEAT);
            return new SshConnection(session);
        } catch (IOException e) {
            session.close(true);
            throw e;
        }
    }

    /** Whether an ssh server answers: qemu takes connections before the guest does, so only a greeting counts. */
    static boolean greets(int port) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(1000);
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            return socket.getInputStream().read() == 'S';
        } catch (IOException e) {
            return false;
        }
    }

    /** A client for connections to guests. */
    static SshClient client() {
        SshClient client = SshClient.setUpDefaultClient();
        client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
        client.setNioWorkers(2);
        client.start();
        return client;
    }

    /**
     * Runs a command.
     *
     * @return its exit code; -1 when it ended without one
     * @throws ProblemException GUEST_LOST when the connection breaks
     */
    int run(String command, boolean terminal, InputStream input, OutputStream output) {
        try (ChannelExec channel = session.createExecChannel(command)) {
            channel.setUsePty(terminal);
            channel.setPtyType("xterm");
            channel.setPtyColumns(120);
            channel.setIn(input == null ? new ByteArrayInputStream(new byte[0]) : input);
            // The channel closes what it is given; the log goes on after it.
            channel.setOut(new NoCloseOutputStream(output));
            channel.setErr(new NoCloseOutputStream(output));
            channel.open().verify(Duration.ofSeconds(60));
            channel.waitFor(
                    EnumSet.of(
                            ClientChannelEvent.EXIT_STATUS, ClientChannelEvent.EXIT_SIGNAL, ClientChannelEvent.CLOSED),
                    0L);
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), AFTER_EXIT);
            Integer code = channel.getExitStatus();
            if (code == null && !session.isOpen()) {
                throw new ProblemException(Problem.GUEST_LOST, "Running a command in the guest: the connection broke");
            }
            return code == null ? -1 : code;
        } catch (IOException e) {
            throw new ProblemException(Problem.GUEST_LOST, "Running a command in the guest: " + e.getMessage(), e);
        }
    }

    boolean isOpen() {
        return session.isOpen();
    }

    @Override
    public void close() {
        session.close(true);
    }
}
