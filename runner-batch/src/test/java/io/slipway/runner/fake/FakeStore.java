// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes uploads as the master does; may be told to refuse the next ones. */
public final class FakeStore implements AutoCloseable {
    static final String TOKEN = "upload-token";

    private final Map<String, String> kept = new ConcurrentHashMap<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile int refusal;
    private final HttpServer server;

    FakeStore() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/uploads/", this::put);
        server.start();
    }

    URI address() {
        return URI.create(
                "http://127.0.0.1:%d/uploads".formatted(server.getAddress().getPort()));
    }

    /** What was uploaded, by its path below {@code uploads/}: {@code INDEX/NAME}. */
    public Map<String, String> kept() {
        return kept;
    }

    /** Answers the next uploads with a status. */
    public void refuse(int status, int times) {
        refusal = status;
        refusals.set(times);
    }

    private void put(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(401, -1);
            } else if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                exchange.sendResponseHeaders(refusal, -1);
            } else {
                kept.put(exchange.getRequestURI().getPath().substring("/uploads/".length()), body);
                exchange.sendResponseHeaders(201, -1);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
