// SPDX-License-Identifier: Apache-2.0
package io.slipway.signature;

import java.util.Optional;

/** How the texts of one sender are signed, and known to be the sender's. Safe for many threads. */
public interface Signatures {
    /** Nothing is signed, and everything is taken. */
    Signatures NONE = new Signatures() {
        @Override
        public Optional<String> sign(String text) {
            return Optional.empty();
        }

        @Override
        public boolean fits(String text, String signature) {
            return true;
        }
    };

    /** The signature of a text; empty when this side signs nothing. */
    Optional<String> sign(String text);

    /** @param signature null when the text came without one */
    boolean fits(String text, String signature);
}
