// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import java.util.Optional;

/** What is known of e-mail where a manifest is read. Safe for many threads. */
public interface EmailRules {
    /** Takes what has the sign that every address has, and promises that it is sent. */
    EmailRules ANY = new EmailRules() {
        @Override
        public Optional<String> fault(String addresses) {
            return addresses.contains("@") ? Optional.empty() : Optional.of("there is no `@`");
        }

        @Override
        public boolean sends() {
            return true;
        }
    };

    /** What keeps a line from being an address list of RFC 5322; empty when it is one. */
    Optional<String> fault(String addresses);

    /** Whether e-mail can be sent. */
    boolean sends();
}
