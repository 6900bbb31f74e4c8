// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import static java.util.Objects.requireNonNull;

import java.util.Base64;

/**
 * What the master knows of a runner's keys.
 *
 * @param verifying its events are signed with the other half
 * @param sealing what is sealed with it, it can open
 */
public record PublicKeys(VerifyingKey verifying, SealingKey sealing) {
    public PublicKeys {
        requireNonNull(verifying, "verifying");
        requireNonNull(sealing, "sealing");
    }

    /** SHA-256 of both, for people to compare; written as OpenSSH writes that of its keys. */
    public String fingerprint() {
        return fingerprint(verifying.text(), sealing.text());
    }

    /** That of keys which are known as text. */
    public static String fingerprint(String verifying, String sealing) {
        return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(KeyText.sha256(verifying, sealing));
    }
}
