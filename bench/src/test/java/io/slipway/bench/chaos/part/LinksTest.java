// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinksTest {
    private static final List<String> RUNNERS = List.of("runner-a", "runner-b");

    @Test
    void everyConnectionOfAPartIsCutWithIt() {
        assertThat(of("master")).containsExactly("master-redis", "master-postgresql", "uploads");
        assertThat(of("redis")).containsExactly("master-redis", "runner-a-redis", "runner-b-redis");
        assertThat(of("postgresql")).containsExactly("master-postgresql");
        assertThat(of("runner-b")).containsExactly("runner-b-redis");
    }

    private static List<String> of(String part) {
        return Link.all(RUNNERS).stream()
                .filter(link -> link.ends().contains(part))
                .map(Link::name)
                .toList();
    }

    @Test
    void connectionThatIsCutAtBothEndsIsMendedWhenBothAre() throws IOException {
        Map<String, Integer> ports = freePorts();
        try (Links links = new Links(RUNNERS, ports::get)) {
            links.cut("redis");
            links.cut("runner-a");

            links.mend("redis");

            assertThat(isOpen(ports.get("runner-a-redis"))).isFalse();
            assertThat(isOpen(ports.get("runner-b-redis"))).isTrue();
            links.mend("runner-a");
            assertThat(isOpen(ports.get("runner-a-redis"))).isTrue();
        }
    }

    private static Map<String, Integer> freePorts() throws IOException {
        Map<String, Integer> ports = new HashMap<>();
        for (String name : List.of("redis", "postgresql", "http")) {
            ports.put(name, freePort());
        }
        for (Link link : Link.all(RUNNERS)) {
            ports.put(link.name(), freePort());
        }
        return ports;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
