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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes uploads as the master does; may be told to refuse the next ones. */
public final class FakeStore implements AutoCloseable {
    static final String TOKEN = "upload-token";

    private static final String CACHES = "caches/";

    private final Map<String, String> kept = new ConcurrentHashMap<>();
    private final Map<String, byte[]> bytes = new ConcurrentHashMap<>();
    private final Map<String, String> paths = new ConcurrentHashMap<>();
    private final Map<String, String> caches = new ConcurrentHashMap<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile int refusal;
    private volatile CountDownLatch stalled = new CountDownLatch(0);
    private final FakeObjects objects;
    private final HttpServer server;

    FakeStore() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        objects = new FakeObjects(server.getAddress().getPort());
        server.createContext("/uploads/", this::answer);
        server.createContext("/objects/", objects);
        server.start();
    }

    /** The object store that artifacts go to when it is open. */
    public FakeObjects objects() {
        return objects;
    }

    URI address() {
        return URI.create(
                "http://127.0.0.1:%d/uploads".formatted(server.getAddress().getPort()));
    }

    /** What was uploaded, by its path below {@code uploads/}: {@code INDEX/NAME}. */
    public Map<String, String> kept() {
        return kept;
    }

    /** The same as it came. */
    public Map<String, byte[]> bytes() {
        return bytes;
    }

    /** Where in the guest it was, by the same path. */
    public Map<String, String> paths() {
        return paths;
    }

    /** The archives of caches by their names, a character for each byte; a test may put some there. */
    public Map<String, String> caches() {
        return caches;
    }

    /** Answers nothing until {@link #goOn}. */
    public void stall() {
        stalled = new CountDownLatch(1);
    }

    public void goOn() {
        stalled.countDown();
    }

    /** Answers the next requests with a status. */
    public void refuse(int status, int times) {
        refusal = status;
        refusals.set(times);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            awaitGoingOn();
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath().substring("/uploads/".length());
            if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(401, -1);
            } else if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                exchange.sendResponseHeaders(refusal, -1);
            } else if (exchange.getRequestMethod().equals("POST")) {
                objects.answer(exchange, path, new String(body, StandardCharsets.UTF_8));
            } else if (exchange.getRequestMethod().equals("GET")) {
                give(exchange, path.substring(CACHES.length()));
            } else {
                take(path, exchange.getRequestURI().getQuery(), body);
                exchange.sendResponseHeaders(201, -1);
            }
        }
    }

    private void awaitGoingOn() {
        try {
            stalled.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(String path, String query, byte[] body) {
        if (path.startsWith(CACHES)) {
            caches.put(path.substring(CACHES.length()), new String(body, StandardCharsets.ISO_8859_1));
        } else {
            kept.put(path, new String(body, StandardCharsets.UTF_8));
            bytes.put(path, body);
            paths.put(path, query.substring("path=".length()));
        }
    }

    private void give(HttpExchange exchange, String cache) throws IOException {
        if (!caches.containsKey(cache)) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        byte[] bytes = caches.get(cache).getBytes(StandardCharsets.ISO_8859_1);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        goOn();
        server.stop(0);
    }
}
