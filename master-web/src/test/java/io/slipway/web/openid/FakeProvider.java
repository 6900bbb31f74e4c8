// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** An OpenID provider that tells, and signs, whatever a test wants; a good one does neither. */
final class FakeProvider implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final RSAKey key = newKey("one");

    FakeProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        answers.put("/jwks", new JWKSet(key.toPublicJWK()).toString());
        describe(issuer().toString(), "/authorize");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String text = answers.get(exchange.getRequestURI().getPath());
            byte[] bytes = (text == null ? "" : text).getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(text == null ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    URI issuer() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /**
     * Has it tell of itself.
     *
     * @param issuer as which it names itself
     * @param authorize path of the address that logs people in
     */
    void describe(String issuer, String authorize) {
        answers.put("/.well-known/openid-configuration", """
                {"issuer": "%s", "authorization_endpoint": "%s%s", "token_endpoint": "%s/token", "jwks_uri": "%s/jwks",
                 "userinfo_endpoint": "%s/userinfo", "subject_types_supported": ["public"], "response_types_supported": ["code"],
                 "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"]}
                """.formatted(
                        issuer, issuer(), authorize, issuer(), issuer(), issuer()));
    }

    void describesItselfNoMore() {
        answers.remove("/.well-known/openid-configuration");
    }

    /** What it says of the person beside the token. */
    void userInfo(String json) {
        answers.put("/userinfo", json);
    }

    /** A token that is good for the client {@code slipway}. */
    JWTClaimsSet.Builder claims(String nonce) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(issuer().toString())
                .audience("slipway")
                .subject("7")
                .claim("nonce", nonce)
                .claim("preferred_username", "ann")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)));
    }

    void gives(JWTClaimsSet claims) throws JOSEException {
        gives(signed(
                claims, new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(), new RSASSASigner(key)));
    }

    void givesSignedByAnother(JWTClaimsSet claims) throws JOSEException {
        gives(signed(
                claims,
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(),
                new RSASSASigner(newKey("one"))));
    }

    void givesSignedBySecret(JWTClaimsSet claims, String secret) throws JOSEException {
        gives(signed(
                claims, new JWSHeader(JWSAlgorithm.HS256), new MACSigner(secret.getBytes(StandardCharsets.UTF_8))));
    }

    void givesUnsigned(JWTClaimsSet claims) {
        gives(new PlainJWT(claims).serialize());
    }

    private static String signed(JWTClaimsSet claims, JWSHeader header, JWSSigner signer) throws JOSEException {
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }

    private void gives(String token) {
        answers.put("/token", """
                {"access_token": "access", "token_type": "Bearer", "expires_in": 300, "id_token": "%s"}
                """.formatted(token));
    }

    private static RSAKey newKey(String id) {
        try {
            return new RSAKeyGenerator(2_048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
