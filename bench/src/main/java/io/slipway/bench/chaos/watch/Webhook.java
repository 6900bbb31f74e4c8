// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.slipway.bench.chaos.check.Delivered;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/** What the jobs' webhooks point at: keeps every copy of everything, and turns away the first copy of about every other delivery. */
public final class Webhook implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TAKEN = 200;
    private static final int NOT_NOW = 503;

    private final HttpServer server;
    private final Map<Long, List<Delivered>> copies = new ConcurrentHashMap<>();
    private final Set<String> turnedAway = new HashSet<>();

    private Webhook(HttpServer server) {
        this.server = server;
    }

    /** Begins to listen, on a free port. */
    public static Webhook open(Executor threads) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Webhook webhook = new Webhook(server);
        server.createContext("/", webhook::take);
        server.setExecutor(threads);
        server.start();
        return webhook;
    }

    public URI address() {
        return URI.create(
                "http://127.0.0.1:%d/ended".formatted(server.getAddress().getPort()));
    }

    /** What it was told of a job, in order. */
    public List<Delivered> of(long job) {
        return List.copyOf(copies.getOrDefault(job, List.of()));
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String key = String.valueOf(exchange.getRequestHeaders().getFirst("X-Slipway-Delivery"));
            JsonNode told = JSON.readTree(body);
            boolean taken = isTaken(key);
            copies.computeIfAbsent(told.path("id").asLong(), job -> new CopyOnWriteArrayList<>())
                    .add(new Delivered(key, told.path("status").asText(), body, taken));
            exchange.sendResponseHeaders(taken ? TAKEN : NOT_NOW, -1);
        }
    }

    private synchronized boolean isTaken(String key) {
        return key.hashCode() % 2 == 0 || !turnedAway.add(key);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
