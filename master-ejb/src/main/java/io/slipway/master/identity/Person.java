// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.identity;

import static java.util.Objects.requireNonNull;

/**
 * Whom an OpenID provider has told of, in a token that was checked.
 *
 * @param issuer the provider
 * @param subject what the provider calls the person, and nobody else ever
 * @param name what the person is to be called here; empty when the provider does not say
 * @param email that the provider has verified; empty when there is none
 */
public record Person(String issuer, String subject, String name, String email) {
    public Person {
        requireNonNull(issuer, "issuer");
        requireNonNull(subject, "subject");
        requireNonNull(name, "name");
        requireNonNull(email, "email");
    }
}
