// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import io.slipway.runner.guest.GuestTerminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.EnumSet;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.channel.PtyCapableChannelSession;
import org.apache.sshd.client.session.ClientSession;

/**
 * A person's session in a guest, over an ssh connection of its own: whoever hangs up or does not read what the guest prints holds up
 * nobody else.
 */
final class SshTerminal implements GuestTerminal {
    private static final System.Logger LOG = System.getLogger(SshTerminal.class.getName());
    private static final Duration OPEN = Duration.ofSeconds(60);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);
    private static final int BLOCK = 8192;

    private final ClientSession session;
    private final PtyCapableChannelSession channel;
    private final OutputStream out;

    private SshTerminal(ClientSession session, PtyCapableChannelSession channel, OutputStream out) {
        this.session = session;
        this.channel = channel;
        this.out = out;
    }

    /** @param session of this terminal alone; ends with it */
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
        channel.setRedirectErrorStream(true);
        channel.open().verify(OPEN);
        return new SshTerminal(session, channel, request.out());
    }

    @Override
    public int await() {
        try {
            carry(channel.getInvertedOut());
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), LAST_WORDS);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A visitor of a guest has gone: {0}", e.getMessage());
        }
        Integer code = channel.getExitStatus();
        return code == null ? -1 : code;
    }

    private void carry(InputStream printed) throws IOException {
        byte[] block = new byte[BLOCK];
        for (int count = printed.read(block); count >= 0; count = printed.read(block)) {
            out.write(block, 0, count);
            out.flush();
        }
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
        session.close(true);
    }
}
