// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a runner is enrolled by, once: a secret that the master knows by its hash, and the fingerprint of the master's key, so that nobody on
 * the way between the two can put another master in its place.
 *
 * @param text the whole, as it stands in a runner's settings
 */
public record EnrolmentToken(String text) {
    private static final Pattern FORM = Pattern.compile("slipway-enrol_([A-Za-z0-9_-]{43})[.]([A-Za-z0-9_-]{43})");

    /** @throws IllegalArgumentException with a sentence that leaves out the token */
    public EnrolmentToken {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "it is no enrolment token; the one that the master has shown is allowed, from `slipway-enrol_` to its end");
        }
    }

    /** @param secret 32 random bytes in Base64 for addresses */
    public static EnrolmentToken of(String secret, VerifyingKey master) {
        return new EnrolmentToken("slipway-enrol_%s.%s".formatted(secret, master.fingerprint()));
    }

    /** Whether the token was made by the master that has this key. */
    public boolean isOf(VerifyingKey master) {
        Matcher parts = FORM.matcher(text);
        return parts.matches() && parts.group(2).equals(master.fingerprint());
    }

    /** Leaves out the token. */
    @Override
    public String toString() {
        return "enrolment token";
    }
}
