// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;

/** An ssh server that lets one key in and runs {@code git-upload-pack} and {@code hg … serve --stdio} for it, on a free port. */
public final class SshGate implements AutoCloseable {
    private final SshServer server = SshServer.setUpDefaultServer();
    private final Queue<String> commands = new ConcurrentLinkedQueue<>();

    public SshGate(PublicKey allowed, Path folder, InetAddress address) throws IOException {
        server.setHost(address.getHostAddress());
        server.setPort(0);
        server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(folder.resolve("host-key")));
        server.setPublickeyAuthenticator((user, key, session) -> KeyUtils.compareKeys(key, allowed));
        server.setCommandFactory((channel, command) -> {
            commands.add(command);
            boolean legal = command.startsWith("git-upload-pack ") || command.matches("hg .* serve --stdio");
            return new HostCommand(folder, legal ? command : "exit 99");
        });
        server.start();
    }

    public int port() {
        return server.getPort();
    }

    /** What was asked for. */
    public List<String> commands() {
        return List.copyOf(commands);
    }

    @Override
    public void close() {
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A command of this machine's shell, its bytes passed on as they are. */
    private static final class HostCommand implements Command {
        private final Path folder;
        private final String command;
        private InputStream in;
        private OutputStream out;
        private ExitCallback end;
        private Process process;

        private HostCommand(Path folder, String command) {
            this.folder = folder;
            this.command = command;
        }

        @Override
        public void setInputStream(InputStream stream) {
            in = stream;
        }

        @Override
        public void setOutputStream(OutputStream stream) {
            out = stream;
        }

        @Override
        public void setErrorStream(OutputStream stream) {
            // What the program says beside its answer goes to the test's own output.
        }

        @Override
        public void setExitCallback(ExitCallback callback) {
            end = callback;
        }

        @Override
        public void start(ChannelSession channel, Environment environment) throws IOException {
            process = Host.program(folder, List.of("sh", "-c", command))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            new Thread(() -> pass(in, process.getOutputStream()), "gate-in").start();
            new Thread(this::answer, "gate-out").start();
        }

        private void answer() {
            try {
                pass(process.getInputStream(), out);
                end.onExit(process.waitFor());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Every piece at once: the other side may wait for it. */
        private static void pass(InputStream from, OutputStream to) {
            byte[] buffer = new byte[8192];
            try (to) {
                for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                    to.write(buffer, 0, count);
                    to.flush();
                }
            } catch (IOException e) {
                System.getLogger(SshGate.class.getName()).log(System.Logger.Level.DEBUG, "The other side went away", e);
            }
        }

        @Override
        public void destroy(ChannelSession channel) {
            if (process != null) {
                process.destroy();
            }
        }
    }
}
