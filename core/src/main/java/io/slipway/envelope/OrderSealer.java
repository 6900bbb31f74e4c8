// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import io.slipway.envelope.MasterSigner.Signed;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** How the master closes what it says to one runner: sealed to its key for its inbox alone, and signed with the master's. */
public final class OrderSealer implements Envelope {
    static final String SEALED = "m";
    static final String SIGNATURE = "s";
    static final String PEDIGREE = "p";
    static final String MASTERS_KEY = "k";
    static final String MASTERS_KEY_NUMBER = "kn";
    static final String MASTERS_KEY_SIGNATURE = "ks";

    private final Function<String, Signed> master;
    private final Supplier<SignedSealingKey> masters;
    private final SealingKey runner;

    public OrderSealer(SigningKey master, SealingKey runner) {
        this(text -> new Signed(master.sign(text), ""), () -> null, runner);
    }

    /**
     * With keys that may be replaced by others, which are told with every message.
     *
     * @param masters gives what runners are to seal to; null for nothing, which changes nothing
     */
    public OrderSealer(MasterSigner master, Supplier<SignedSealingKey> masters, SealingKey runner) {
        this(master::sign, masters, runner);
    }

    private OrderSealer(Function<String, Signed> master, Supplier<SignedSealingKey> masters, SealingKey runner) {
        this.master = master;
        this.masters = masters;
        this.runner = runner;
    }

    @Override
    public Map<String, String> close(String stream, String text) {
        String sealed = runner.seal(text, stream);
        Signed signed = master.apply(signed(stream, sealed));
        Map<String, String> fields = new HashMap<>(Map.of(SEALED, sealed, SIGNATURE, signed.signature()));
        if (!signed.pedigree().isEmpty()) {
            fields.put(PEDIGREE, signed.pedigree());
        }
        SignedSealingKey key = masters.get();
        if (key != null) {
            fields.put(MASTERS_KEY, key.key().text());
            fields.put(MASTERS_KEY_NUMBER, Long.toString(key.number()));
            fields.put(MASTERS_KEY_SIGNATURE, key.signature());
        }
        return fields;
    }

    /** Of a sealed text, so that nobody who cannot open it can put it into another envelope either. */
    static String signed(String stream, String sealed) {
        return "slipway order 1\n%s\n%s".formatted(stream, sealed);
    }
}
