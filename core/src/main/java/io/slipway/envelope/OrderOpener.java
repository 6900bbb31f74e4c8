// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import io.slipway.envelope.TrustedMaster.Known;
import io.slipway.error.Problem;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** How a runner opens what the master says to it; takes nothing that the master has not signed for its inbox. */
public final class OrderOpener implements Envelope {
    private final TrustedMaster master;
    private final Supplier<List<OpeningKey>> own;
    private final Consumer<SignedSealingKey> learns;
    /** What was told the last time; not looked at again. */
    private volatile String told = "";

    /** With a key of its own that stays, of a master that is known by one key and those that it leads to. */
    public OrderOpener(VerifyingKey master, OpeningKey own) {
        this(new TrustedMaster(Known.of(master), learned -> {}, Clock.systemUTC()), () -> List.of(own), learned -> {});
    }

    /**
     * @param own every key that something may be sealed to, the newest first
     * @param learns called with what the master says that the runner is to seal to, whenever that is not what it said before
     */
    public OrderOpener(TrustedMaster master, Supplier<List<OpeningKey>> own, Consumer<SignedSealingKey> learns) {
        this.master = master;
        this.own = own;
        this.learns = learns;
    }

    @Override
    public Opened open(String stream, Map<String, String> fields) {
        String sealed = fields.getOrDefault(OrderSealer.SEALED, "");
        boolean fromMaster = master.hasSigned(
                OrderSealer.signed(stream, sealed),
                fields.get(OrderSealer.SIGNATURE),
                fields.getOrDefault(OrderSealer.PEDIGREE, ""));
        if (!fromMaster) {
            throw new RefusedException(
                    Problem.MESSAGE_FORGED, "", "Opening a message to this runner: the master has not signed it");
        }
        learn(fields);
        String text = own.get().stream()
                .flatMap(key -> key.open(sealed, stream).stream())
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        Problem.MESSAGE_SEALED,
                        "",
                        "Opening a message to this runner: it is sealed to another key than the runner's"));
        return new Opened("", text);
    }

    /** What is not signed with the newest key of the master is passed over: it comes again with the next message. */
    private void learn(Map<String, String> fields) {
        String key = fields.getOrDefault(OrderSealer.MASTERS_KEY, "");
        String number = fields.getOrDefault(OrderSealer.MASTERS_KEY_NUMBER, "");
        String says = number + " " + key;
        if (key.isEmpty() || says.equals(told)) {
            return;
        }
        try {
            SignedSealingKey masters = new SignedSealingKey(
                    SealingKey.of(key),
                    Long.parseLong(number),
                    fields.getOrDefault(OrderSealer.MASTERS_KEY_SIGNATURE, ""));
            if (masters.isOf(master.current())) {
                learns.accept(masters);
                told = says;
            }
        } catch (IllegalArgumentException e) {
            // Nothing that could be sealed to; the master has not said that.
            return;
        }
    }
}
