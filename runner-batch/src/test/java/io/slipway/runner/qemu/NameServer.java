// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A name server that gives the same IPv4 address for every name, and nothing else. */
final class NameServer implements AutoCloseable {
    private static final int PORT = 53;
    private static final int HEADER = 12;
    private static final int ADDRESS = 1;
    private static final int ADDRESS_LENGTH = 16;

    private final DatagramSocket socket;
    private final byte[] answer;

    NameServer(InetAddress here, String answer) throws IOException {
        this.socket = bound(here);
        this.answer = InetAddress.getByName(answer).getAddress();
        Thread thread = new Thread(this::serve, "name server");
        thread.setDaemon(true);
        thread.start();
    }

    /** Guests ask at this port and no other, which may be somebody else's here. */
    private static DatagramSocket bound(InetAddress here) throws IOException {
        try {
            return new DatagramSocket(PORT, here);
        } catch (BindException e) {
            return abort("a test's name server cannot have port %d of %s: %s".formatted(PORT, here, e.getMessage()));
        }
    }

    /** Where it is asked. */
    String address() {
        return socket.getLocalAddress().getHostAddress();
    }

    private void serve() {
        byte[] buffer = new byte[512];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] reply = reply(Arrays.copyOf(buffer, packet.getLength()));
                socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
            } catch (IOException | IndexOutOfBoundsException e) {
                // What came is no question, or the test has closed it, or who asked is gone.
                Thread.onSpinWait();
            }
        }
    }

    /** The question once more and, where an address was asked for, the address (RFC 1035, section 4). */
    private byte[] reply(byte[] question) {
        int end = HEADER;
        while (question[end] != 0) {
            end += question[end] + 1;
        }
        end += 5;
        boolean address = question[end - 3] == ADDRESS && question[end - 4] == 0;
        ByteBuffer reply = ByteBuffer.allocate(end + ADDRESS_LENGTH).put(question, 0, end);
        reply.putShort(2, (short) 0x8180).putShort(4, (short) 1).putShort(6, (short) (address ? 1 : 0));
        reply.putInt(8, 0);
        if (address) {
            reply.putShort((short) (0xC000 | HEADER)).putShort((short) ADDRESS).putShort((short) 1);
            reply.putInt(60).putShort((short) answer.length).put(answer);
        }
        return Arrays.copyOf(reply.array(), reply.position());
    }

    @Override
    public void close() {
        socket.close();
    }
}
