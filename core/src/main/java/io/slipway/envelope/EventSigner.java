// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import java.util.Map;

/** How a runner closes what it says: with its name, signed with its key, and sealed to the masters' once it knows that. */
public final class EventSigner implements Envelope {
    static final String TEXT = "m";
    static final String SEALED = "x";
    static final String RUNNER = "r";
    static final String SIGNATURE = "s";

    private final String runner;
    private final SigningKey key;
    private final SealingKey masters;

    /** @param masters what all masters open with theirs; null for a runner that was enrolled before they had a key for that: it seals nothing */
    public EventSigner(String runner, SigningKey key, SealingKey masters) {
        this.runner = runner;
        this.key = key;
        this.masters = masters;
    }

    @Override
    public Map<String, String> close(String stream, String text) {
        if (masters == null) {
            return Map.of(TEXT, text, RUNNER, runner, SIGNATURE, key.sign(signed(stream, runner, text)));
        }
        String sealed = masters.seal(text, context(stream, runner));
        return Map.of(SEALED, sealed, RUNNER, runner, SIGNATURE, key.sign(signedSealed(stream, runner, sealed)));
    }

    static String signed(String stream, String runner, String text) {
        return "slipway event 1\n%s\n%s\n%s".formatted(stream, runner, text);
    }

    /** Of a sealed text, so that nobody who cannot open it can put it into an envelope of his own. */
    static String signedSealed(String stream, String runner, String sealed) {
        return "slipway event 2\n%s\n%s\n%s".formatted(stream, runner, sealed);
    }

    static String context(String stream, String runner) {
        return "%s\n%s".formatted(stream, runner);
    }
}
