// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import io.slipway.runner.guest.GuestTerminal;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.channel.PtyCapableChannelSession;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.util.io.output.NoCloseOutputStream;

/** A person's session in a guest: a channel of its one connection. */
final class SshTerminal implements GuestTerminal {
    private static final System.Logger LOG = System.getLogger(SshTerminal.class.getName());
    private static final Duration OPEN = Duration.ofSeconds(60);

    private final PtyCapableChannelSession channel;

    private SshTerminal(PtyCapableChannelSession channel) {
        this.channel = channel;
    }

    static SshTerminal open(ClientSession session, Request request) throws IOException {
        PtyCapableChannelSession channel = request.command().isEmpty()
                ? session.createShellChannel()
                : session.createExecChannel(request.command());
        Window window = request.window();
        channel.setUsePty(window != null);
        if (window != null) {
            channel.setPtyType(window.type());
            channel.setPtyColumns(window.columns());
            channel.setPtyLines(window.rows());
        }
        channel.setIn(request.in());
        channel.setOut(new NoCloseOutputStream(request.out()));
        channel.setErr(new NoCloseOutputStream(request.err()));
        channel.open().verify(OPEN);
        return new SshTerminal(channel);
    }

    @Override
    public int await() {
        channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), 0L);
        Integer code = channel.getExitStatus();
        return code == null ? -1 : code;
    }

    @Override
    public void resize(int columns, int rows) {
        try {
            channel.sendWindowChange(columns, rows);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "Resizing a terminal: {0}", e.getMessage());
        }
    }

    @Override
    public void close() {
        channel.close(false);
    }
}
