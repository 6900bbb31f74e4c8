// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.part;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The Redis server as somebody has it who may do everything with it, past every forwarder. */
public final class RedisDoor {
    private static final int TIMEOUT_MILLIS = 3_000;

    private final int port;
    private final String password;

    public RedisDoor(int port, String password) {
        this.port = port;
        this.password = password;
    }

    /** Makes it lose everything that it holds. @throws IOException when it does not answer */
    public void empty() throws IOException {
        ask("FLUSHALL");
    }

    /** @throws IOException when it does not answer */
    public void ping() throws IOException {
        ask("PING");
    }

    private void ask(String command) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            BufferedReader answers =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (String line : new String[] {"AUTH " + password, command}) {
                socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
                String answer = answers.readLine();
                if (answer == null || !answer.startsWith("+")) {
                    throw new IOException("Redis answers `%s` to `%s`".formatted(answer, command));
                }
            }
        }
    }
}
