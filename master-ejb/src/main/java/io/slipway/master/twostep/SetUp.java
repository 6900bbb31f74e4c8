// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.twostep;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * What a user puts into an app for codes.
 *
 * @param secret in Base32, for who cannot take the picture
 * @param address what the picture says: the secret, for which account, and how codes are made
 */
public record SetUp(String secret, String address) {

    /** @param place what tells this service from others in the app */
    static SetUp of(byte[] secret, String username, String place) {
        String text = Base32.of(secret);
        String issuer = "Slipway " + place;
        return new SetUp(
                text,
                "otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=6&period=30"
                        .formatted(escaped(issuer), escaped(username), text, escaped(issuer)));
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** In groups of four, for people to type. */
    public String grouped() {
        return secret.replaceAll("(.{4})(?=.)", "$1 ");
    }

    /** Leaves out the secret. */
    @Override
    public String toString() {
        return "set-up of two-step login";
    }
}
