// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands for an object store, and for the master that is asked for addresses there; closed unless a test opens it. */
public final class FakeObjects implements HttpHandler {
    private final int port;
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private final Map<String, String> held = new ConcurrentHashMap<>();
    private final Map<String, String> headers = new ConcurrentHashMap<>();
    private final List<String> offers = new CopyOnWriteArrayList<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private volatile int refusal;
    private volatile boolean open;

    FakeObjects(int port) {
        this.port = port;
    }

    /** Has the master give addresses here from now on, and forgets what came before. */
    public void open() {
        List.of(held, headers).forEach(Map::clear);
        List.of(offers, told).forEach(List::clear);
        refusals.set(0);
        open = true;
    }

    /** Has the master take bytes itself again. */
    public void close() {
        open = false;
    }

    boolean isOpen() {
        return open;
    }

    /** Answers the next bytes that come with a status. */
    public void refuse(int status, int times) {
        refusal = status;
        refusals.set(times);
    }

    /** What was put, by its path: {@code NUMBER/INDEX/NAME}, with the number of the address. */
    public Map<String, String> held() {
        return held;
    }

    /** The headers that came with the last bytes, by their lower-case names. */
    public Map<String, String> headers() {
        return headers;
    }

    /** What runners said of what they are going to put. */
    public List<String> offers() {
        return offers;
    }

    /** What they said that it is there. */
    public List<String> told() {
        return told;
    }

    /** As the master. */
    void answer(HttpExchange exchange, String path, String body) throws IOException {
        if (path.startsWith("objects/")) {
            told.add(path);
            exchange.sendResponseHeaders(201, -1);
            return;
        }
        offers.add(body);
        if (!open) {
            exchange.sendResponseHeaders(204, -1);
            return;
        }
        int number = asked.incrementAndGet();
        byte[] answer = """
                {"object": "object-%d", "address": "http://127.0.0.1:%d/objects/%d/%s?signature=good", "headers": {"Content-MD5": "as told"}}
                """.formatted(number, port, number, path).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
    }

    /** As the object store. */
    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
            if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                byte[] answer = "<Error><Code>AccessDenied</Code><StringToSign>secret</StringToSign></Error>"
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(refusal, answer.length);
                exchange.getResponseBody().write(answer);
                return;
            }
            String path = exchange.getRequestURI().getPath().substring("/objects/".length());
            held.put(path, new String(body, StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
        }
    }
}
