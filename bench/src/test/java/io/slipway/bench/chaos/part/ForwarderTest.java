// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForwarderTest {
    private static final int TIMEOUT_MILLIS = 5_000;

    private ServerSocket echo;
    private Thread echoing;
    private Forwarder forwarder;

    @BeforeEach
    void listen() throws IOException {
        echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        echoing = new Thread(this::serve);
        echoing.setDaemon(true);
        echoing.start();
        forwarder = new Forwarder(0, echo.getLocalPort());
    }

    @AfterEach
    void end() throws IOException {
        forwarder.close();
        echo.close();
    }

    @Test
    void carriesBothWaysAndEndsWhenAskedTo() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();

            assertThat(socket.getInputStream().readAllBytes()).asString().isEqualTo("hello");
        }
    }

    @Test
    void cutBreaksWhatIsOpenAndRefusesWhatIsNew() throws IOException {
        try (Socket socket = connect()) {
            assertThat(echoed(socket)).isEqualTo('x');

            forwarder.cut();

            assertThatThrownBy(() -> echoed(socket)).isInstanceOf(IOException.class);
            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void mendedCarriesAgainOnTheSamePort() throws IOException {
        int port = forwarder.port();
        forwarder.cut();
        forwarder.cut();

        forwarder.mend();
        forwarder.mend();

        assertThat(forwarder.port()).isEqualTo(port);
        try (Socket socket = connect()) {
            assertThat(echoed(socket)).isEqualTo('x');
        }
    }

    @Test
    void connectionToATargetThatRefusesBreaks() throws IOException, InterruptedException {
        echo.close();
        // As long as a thread waits for connections on a closed socket, some are still taken.
        echoing.join(TIMEOUT_MILLIS);

        try (Socket socket = connect()) {
            assertThatThrownBy(() -> echoed(socket)).isInstanceOf(IOException.class);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), forwarder.port());
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return socket;
    }

    /** @throws IOException when the connection is broken, also when it just ended */
    private static int echoed(Socket socket) throws IOException {
        socket.getOutputStream().write('x');
        int read = socket.getInputStream().read();
        if (read < 0) {
            throw new IOException("the connection has ended");
        }
        return read;
    }

    private void serve() {
        while (!echo.isClosed()) {
            try (Socket socket = echo.accept()) {
                socket.getInputStream().transferTo(socket.getOutputStream());
            } catch (IOException e) {
                if (!echo.isClosed() && !e.getMessage().contains("reset")) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
