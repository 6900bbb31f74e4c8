// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import io.slipway.error.Problem;
import java.util.Map;

/** How a runner opens what the master says to it; takes nothing that the master has not signed for its inbox. */
public final class OrderOpener implements Envelope {
    private final VerifyingKey master;
    private final OpeningKey own;

    public OrderOpener(VerifyingKey master, OpeningKey own) {
        this.master = master;
        this.own = own;
    }

    @Override
    public Opened open(String stream, Map<String, String> fields) {
        String sealed = fields.getOrDefault(OrderSealer.SEALED, "");
        if (!master.fits(OrderSealer.signed(stream, sealed), fields.get(OrderSealer.SIGNATURE))) {
            throw new RefusedException(
                    Problem.MESSAGE_FORGED, "", "Opening a message to this runner: the master has not signed it");
        }
        String text = own.open(sealed, stream)
                .orElseThrow(() -> new RefusedException(
                        Problem.MESSAGE_SEALED,
                        "",
                        "Opening a message to this runner: it is sealed to another key than the runner's"));
        return new Opened("", text);
    }
}
