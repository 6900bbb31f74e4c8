// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import io.slipway.envelope.TrustedMaster.Known;
import io.slipway.error.Problem;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** How a runner opens what the master says to it; takes nothing that the master has not signed for its inbox. */
public final class OrderOpener implements Envelope {
    private final TrustedMaster master;
    private final Supplier<List<OpeningKey>> own;

    /** With a key of its own that stays, of a master that is known by one key and those that it leads to. */
    public OrderOpener(VerifyingKey master, OpeningKey own) {
        this(new TrustedMaster(Known.of(master), learned -> {}, Clock.systemUTC()), () -> List.of(own));
    }

    /** @param own every key that something may be sealed to, the newest first */
    public OrderOpener(TrustedMaster master, Supplier<List<OpeningKey>> own) {
        this.master = master;
        this.own = own;
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
        String text = own.get().stream()
                .flatMap(key -> key.open(sealed, stream).stream())
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        Problem.MESSAGE_SEALED,
                        "",
                        "Opening a message to this runner: it is sealed to another key than the runner's"));
        return new Opened("", text);
    }
}
