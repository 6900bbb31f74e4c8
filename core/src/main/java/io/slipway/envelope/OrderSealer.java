// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import java.util.Map;

/** How the master closes what it says to one runner: sealed to its key for its inbox alone, and signed with the master's. */
public final class OrderSealer implements Envelope {
    static final String SEALED = "m";
    static final String SIGNATURE = "s";

    private final SigningKey master;
    private final SealingKey runner;

    public OrderSealer(SigningKey master, SealingKey runner) {
        this.master = master;
        this.runner = runner;
    }

    @Override
    public Map<String, String> close(String stream, String text) {
        String sealed = runner.seal(text, stream);
        return Map.of(SEALED, sealed, SIGNATURE, master.sign(signed(stream, sealed)));
    }

    /** Of a sealed text, so that nobody who cannot open it can put it into another envelope either. */
    static String signed(String stream, String sealed) {
        return "slipway order 1\n%s\n%s".formatted(stream, sealed);
    }
}
