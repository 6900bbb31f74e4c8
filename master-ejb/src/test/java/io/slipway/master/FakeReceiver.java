// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** A receiver of webhooks: a real server on a port of its own, which may be away. */
final class FakeReceiver implements AutoCloseable {
    private final int port;
    private MockWebServer server;

    FakeReceiver() {
        port = freePort();
    }

    /** One that is there. */
    static FakeReceiver up() {
        FakeReceiver receiver = new FakeReceiver();
        receiver.start();
        return receiver;
    }

    void start() {
        server = new MockWebServer();
        try {
            server.start(InetAddress.getLoopbackAddress(), port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    MockWebServer server() {
        return server;
    }

    String address() {
        return "http://127.0.0.1:%d/hook?a=b".formatted(port);
    }

    /** Answers the next requests with these statuses. */
    FakeReceiver answers(int... statuses) {
        for (int status : statuses) {
            MockResponse.Builder answer = new MockResponse.Builder().code(status);
            // An answer of "no content" that has some is none.
            server.enqueue(
                    status == 204
                            ? answer.build()
                            : answer.body("answer " + status).build());
        }
        return this;
    }

    /** Everything that has come since the last time. */
    List<Got> taken() {
        List<Got> all = new ArrayList<>();
        try {
            RecordedRequest request = server.takeRequest(0, TimeUnit.MILLISECONDS);
            while (request != null) {
                all.add(new Got(request));
                request = server.takeRequest(0, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return all;
    }

    /** A request. */
    record Got(RecordedRequest request) {
        String key() {
            return header("X-Slipway-Delivery");
        }

        String header(String name) {
            return request.getHeaders().get(name);
        }

        String body() {
            return request.getBody().utf8();
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
