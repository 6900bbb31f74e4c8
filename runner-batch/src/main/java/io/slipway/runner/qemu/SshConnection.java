// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.runner.guest.GuestTerminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.password.PasswordIdentityProvider;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.SessionHeartbeatController.HeartbeatType;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.io.output.NoCloseOutputStream;

/** The one ssh connection to a guest; every command is a channel of it. */
final class SshConnection implements AutoCloseable {
    /** A daemon that a script left may hold its terminal: what it prints after the script's end is waited for so long. */
    private static final Duration AFTER_EXIT = Duration.ofMillis(500);

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    /** How long something that was interrupted may go on. */
    private static final Duration LAST_WORDS = Duration.ofMillis(500);

    private static final System.Logger LOG = System.getLogger(SshConnection.class.getName());

    private final ClientSession session;
    private volatile ChannelExec running;

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
     * @param input null for none
     * @return its exit code; -1 when it ended without one
     * @throws ProblemException GUEST_LOST when the connection breaks
     */
    int run(String command, boolean terminal, InputStream input, OutputStream output) {
        try (ChannelExec channel = session.createExecChannel(command)) {
            running = channel;
            channel.setUsePty(terminal);
            channel.setPtyType("xterm");
            channel.setPtyColumns(120);
            channel.setIn(input == null ? new ByteArrayInputStream(new byte[0]) : input);
            begin(channel, output);
            return codeOf(channel);
        } catch (IOException e) {
            throw broken(e);
        } finally {
            running = null;
        }
    }

    /** Sends SIGINT to what {@link #run} runs, and gives it a moment to say its last words. */
    void interrupt() {
        ChannelExec channel = running;
        if (channel == null || !channel.isOpen()) {
            return;
        }
        try {
            Buffer request = session.createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST);
            request.putUInt(channel.getRecipient());
            request.putString("signal");
            request.putBoolean(false);
            request.putString("INT");
            channel.writePacket(request);
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), LAST_WORDS);
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "Interrupting what runs in a guest: {0}", e.toString());
        }
    }

    private static void begin(ChannelExec channel, OutputStream output) throws IOException {
        // The channel closes what it is given; the log goes on after it.
        channel.setOut(new NoCloseOutputStream(output));
        channel.setErr(new NoCloseOutputStream(output));
        channel.open().verify(Duration.ofSeconds(60));
    }

    private int codeOf(ChannelExec channel) {
        channel.waitFor(
                EnumSet.of(ClientChannelEvent.EXIT_STATUS, ClientChannelEvent.EXIT_SIGNAL, ClientChannelEvent.CLOSED),
                0L);
        channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), AFTER_EXIT);
        Integer code = channel.getExitStatus();
        if (code == null && !session.isOpen()) {
            throw new ProblemException(Problem.GUEST_LOST, "Running a command in the guest: the connection broke");
        }
        return code == null ? -1 : code;
    }

    private static ProblemException broken(IOException e) {
        return new ProblemException(Problem.GUEST_LOST, "Running a command in the guest: " + e.getMessage(), e);
    }

    /**
     * Begins a command that is given its input later: the round trips and the processes that a command costs are over by then.
     *
     * @throws ProblemException GUEST_LOST when the connection breaks
     */
    Begun begin(String command) {
        try {
            ChannelExec channel = session.createExecChannel(command);
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            begin(channel, said);
            return new Begun(channel, said);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Opens a person's session; it ends with this connection, which is its own. */
    GuestTerminal open(GuestTerminal.Request request) {
        try {
            return SshTerminal.open(session, request);
        } catch (IOException e) {
            close();
            throw broken(e);
        }
    }

    /** A command that waits for its input. */
    final class Begun {
        private final ChannelExec channel;
        private final ByteArrayOutputStream said;

        private Begun(ChannelExec channel, ByteArrayOutputStream said) {
            this.channel = channel;
            this.said = said;
        }

        /**
         * Gives it all of its input.
         *
         * @return its exit code; -1 when it ended without one
         * @throws ProblemException GUEST_LOST when the connection breaks
         */
        int finish(byte[] input) {
            try (ChannelExec begun = channel) {
                OutputStream in = begun.getInvertedIn();
                in.write(input);
                in.close();
                return codeOf(begun);
            } catch (IOException e) {
                throw broken(e);
            }
        }

        /** What it has printed. */
        String said() {
            return said.toString(StandardCharsets.UTF_8);
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
