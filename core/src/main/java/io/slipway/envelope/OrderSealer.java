// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import io.slipway.envelope.MasterSigner.Signed;
import java.util.Map;
import java.util.function.Function;

/** How the master closes what it says to one runner: sealed to its key for its inbox alone, and signed with the master's. */
public final class OrderSealer implements Envelope {
    static final String SEALED = "m";
    static final String SIGNATURE = "s";
    static final String PEDIGREE = "p";

    private final Function<String, Signed> master;
    private final SealingKey runner;

    public OrderSealer(SigningKey master, SealingKey runner) {
        this(text -> new Signed(master.sign(text), ""), runner);
    }

    /** With a key that may be replaced by another, which is told then. */
    public OrderSealer(MasterSigner master, SealingKey runner) {
        this(master::sign, runner);
    }

    private OrderSealer(Function<String, Signed> master, SealingKey runner) {
        this.master = master;
        this.runner = runner;
    }

    @Override
    public Map<String, String> close(String stream, String text) {
        String sealed = runner.seal(text, stream);
        Signed signed = master.apply(signed(stream, sealed));
        return signed.pedigree().isEmpty()
                ? Map.of(SEALED, sealed, SIGNATURE, signed.signature())
                : Map.of(SEALED, sealed, SIGNATURE, signed.signature(), PEDIGREE, signed.pedigree());
    }

    /** Of a sealed text, so that nobody who cannot open it can put it into another envelope either. */
    static String signed(String stream, String sealed) {
        return "slipway order 1\n%s\n%s".formatted(stream, sealed);
    }
}
