// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import java.util.Map;

/** How a runner closes what it says: with its name, and signed with its key. */
public final class EventSigner implements Envelope {
    static final String TEXT = "m";
    static final String RUNNER = "r";
    static final String SIGNATURE = "s";

    private final String runner;
    private final SigningKey key;

    public EventSigner(String runner, SigningKey key) {
        this.runner = runner;
        this.key = key;
    }

    @Override
    public Map<String, String> close(String stream, String text) {
        return Map.of(TEXT, text, RUNNER, runner, SIGNATURE, key.sign(signed(stream, runner, text)));
    }

    static String signed(String stream, String runner, String text) {
        return "slipway event 1\n%s\n%s\n%s".formatted(stream, runner, text);
    }
}
