// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.trigger;

import io.slipway.signature.WebhookKey;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Makes requests that POST JSON and are signed, so that receivers know that this master sent them. */
public final class SignedPost {
    private static final int NONCE_BYTES = 8;

    private final WebhookKey key;
    private final SecureRandom random;

    public SignedPost(WebhookKey key, SecureRandom random) {
        this.key = key;
        this.random = random;
    }

    /** @throws IllegalArgumentException when the address cannot be called */
    public HttpRequest.Builder to(String target, String body) {
        URI address = URI.create(target);
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        String nonce = HexFormat.of().formatHex(bytes);
        byte[] signature = key.sign((body + nonce).getBytes(StandardCharsets.UTF_8));
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .header("User-Agent", "Slipway")
                .header("X-Payload-Nonce", nonce)
                .header("X-Payload-Signature", Base64.getEncoder().encodeToString(signature))
                .POST(BodyPublishers.ofString(body));
        if (address.getUserInfo() != null) {
            String user =
                    Base64.getEncoder().encodeToString(address.getUserInfo().getBytes(StandardCharsets.UTF_8));
            request.header("Authorization", "Basic " + user);
        }
        return request;
    }
}
