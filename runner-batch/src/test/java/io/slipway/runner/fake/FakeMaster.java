// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.slipway.envelope.EnrolmentToken;
import io.slipway.envelope.PublicKeys;
import io.slipway.envelope.SealingKey;
import io.slipway.envelope.SignedSealingKey;
import io.slipway.envelope.SigningKey;
import io.slipway.envelope.VerifyingKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Enrols runners as the master does; may be told to answer something else first. */
public final class FakeMaster implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final SigningKey key;
    private final Set<String> tokens = new HashSet<>();
    private final List<PublicKeys> enrolled = new ArrayList<>();
    private final List<String> redisHashes = new ArrayList<>();
    private final List<Integer> answers = new ArrayList<>();
    private SigningKey answering;
    private SignedSealingKey sealing;
    private int asked;

    /** @param key what it is known by */
    public FakeMaster(SigningKey key) {
        this.key = key;
        this.answering = key;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/api/runners", this::enrol);
        server.start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** A token that works once. */
    public synchronized String token() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        String token = EnrolmentToken.of(
                        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), key.publicHalf())
                .text();
        tokens.add(token);
        return token;
    }

    /** Answers the next ones with these statuses; what it is asked for with 201 it does, and does not say so. */
    public synchronized void answerFirst(Integer... statuses) {
        answers.addAll(List.of(statuses));
    }

    /** What runners are to seal to, from now on. */
    public synchronized void sealing(SignedSealingKey key) {
        sealing = key;
    }

    /** Answers as another master from now on. */
    public synchronized void pretend(SigningKey other) {
        answering = other;
    }

    /** The keys of every enrolment, oldest first. */
    public synchronized List<PublicKeys> enrolled() {
        return List.copyOf(enrolled);
    }

    /** What every enrolment brought for Redis, oldest first. */
    public synchronized List<String> redisHashes() {
        return List.copyOf(redisHashes);
    }

    public synchronized int asked() {
        return asked;
    }

    private synchronized void enrol(HttpExchange exchange) throws IOException {
        asked++;
        Integer first = answers.isEmpty() ? null : answers.remove(0);
        String token = exchange.getRequestHeaders().getFirst("Authorization").substring("Bearer ".length());
        JsonNode body = JSON.readTree(exchange.getRequestBody());
        if (first != null && first != 201) {
            answer(
                    exchange,
                    first,
                    Map.of("errors", List.of(Map.of("reason", "as the test wants it", "code", "SW-0"))));
        } else if (!tokens.contains(token) && !isRepeated(body)) {
            answer(exchange, 401, Map.of("errors", List.of(Map.of("reason", "a token works once", "code", "SW-2021"))));
        } else {
            tokens.remove(token);
            redisHashes.add(body.path("redis_password_sha256").asText());
            enrolled.add(new PublicKeys(
                    VerifyingKey.of(body.path("verifying_key").asText()),
                    SealingKey.of(body.path("sealing_key").asText())));
            answer(
                    exchange,
                    first == null ? 201 : 503,
                    enrolment(body.path("name").asText()));
        }
    }

    private Map<String, String> enrolment(String name) {
        Map<String, String> said = new HashMap<>(
                Map.of("name", name, "master_key", answering.publicHalf().text()));
        if (sealing != null) {
            said.put("sealing_key", sealing.key().text());
            said.put("sealing_number", Long.toString(sealing.number()));
            said.put("sealing_signature", sealing.signature());
        }
        return said;
    }

    private boolean isRepeated(JsonNode body) {
        return enrolled.stream()
                .anyMatch(keys -> keys.verifying()
                        .text()
                        .equals(body.path("verifying_key").asText()));
    }

    private static void answer(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
        try (exchange) {
            byte[] bytes = JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
