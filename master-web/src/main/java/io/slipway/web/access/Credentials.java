// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.access;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * What an {@code Authorization} header says.
 *
 * @param scheme in lower case; empty when there is but one word, which may be a token that nobody else is to read
 * @param value what follows the scheme
 */
public record Credentials(String scheme, String value) {

    /** @param header null when there is none */
    public static Optional<Credentials> of(String header) {
        if (header == null) {
            return Optional.empty();
        }
        String[] parts = header.strip().split("\\s+", 2);
        return Optional.of(
                parts.length == 2
                        ? new Credentials(parts[0].toLowerCase(Locale.ROOT), parts[1])
                        : new Credentials("", parts[0]));
    }

    /** The token of {@code Authorization: Bearer T} or {@code token T}; throws CREDENTIALS_WRONG for anything else. */
    public String token() {
        if (!scheme.equals("bearer") && !scheme.equals("token")) {
            throw wrong("Calling with %s: `Bearer TOKEN` and `token TOKEN` are allowed".formatted(named()));
        }
        return value;
    }

    /** Name and password of {@code Authorization: Basic …}; throws CREDENTIALS_WRONG for anything else. */
    public NameAndPassword basic() {
        if (!scheme.equals("basic")) {
            throw wrong("Calling with %s: `Basic` with name and password is needed".formatted(named()));
        }
        try {
            String decoded = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
            int colon = decoded.indexOf(':');
            if (colon > 0) {
                return new NameAndPassword(decoded.substring(0, colon), decoded.substring(colon + 1));
            }
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    Problem.CREDENTIALS_WRONG, "Calling with authorization `Basic`: it is not Base64", e);
        }
        throw wrong("Calling with authorization `Basic`: it holds no name and password");
    }

    private String named() {
        return scheme.isEmpty() ? "an authorization of one word" : "authorization `%s`".formatted(scheme);
    }

    private static ProblemException wrong(String sentence) {
        return new ProblemException(Problem.CREDENTIALS_WRONG, sentence);
    }

    /** Leaves out the value. */
    @Override
    public String toString() {
        return "credentials of scheme " + scheme;
    }

    /** A login by name and password. */
    public record NameAndPassword(String name, String password) {
        /** Leaves out the password. */
        @Override
        public String toString() {
            return "login of " + name;
        }
    }
}
