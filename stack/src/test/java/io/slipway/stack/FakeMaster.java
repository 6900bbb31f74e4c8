// SPDX-License-Identifier: Apache-2.0
package io.slipway.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A master that answers with what a test gave it; an address with several answers gives them one after the other, the last one for ever. */
final class FakeMaster implements AutoCloseable {
    /** One answer; the body of a 302 is where it leads. */
    record Answer(int status, byte[] body) {}

    private final HttpServer server;
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    FakeMaster() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    FakeMaster on(String methodAndPath, int status, String body) {
        return on(methodAndPath, status, body.getBytes(UTF_8));
    }

    FakeMaster on(String methodAndPath, int status, byte[] body) {
        answers.computeIfAbsent(methodAndPath, path -> new ArrayDeque<>()).add(new Answer(status, body));
        return this;
    }

    URI origin() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Every request so far, as method, path, authorization and body. */
    List<String> requests() {
        return requests;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String key =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        requests.add(key + " " + exchange.getRequestHeaders().getFirst("Authorization") + " " + body);
        Answer answer = next(key);
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (range != null && answer.status() == 200) {
            answer = ranged(answer.body(), Integer.parseInt(range.replaceAll("[^0-9]", "")));
        }
        if (answer.status() == 302) {
            exchange.getResponseHeaders().set("Location", new String(answer.body(), UTF_8));
        }
        exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
        exchange.getResponseBody().write(answer.body());
        exchange.close();
    }

    private synchronized Answer next(String key) {
        Deque<Answer> left = answers.get(key);
        if (left == null) {
            return new Answer(404, new byte[0]);
        }
        return left.size() > 1 ? left.remove() : left.peek();
    }

    private static Answer ranged(byte[] all, int from) {
        if (from >= all.length) {
            return new Answer(416, new byte[0]);
        }
        return new Answer(206, java.util.Arrays.copyOfRange(all, from, all.length));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
