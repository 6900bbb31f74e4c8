// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.util.Map;

/** How the master opens what runners say; takes nothing that the runner has not signed whose name is on it. */
public final class EventVerifier implements Envelope {
    private final Senders senders;
    private final OpeningKeys own;

    /** @param own the keys that runners seal to */
    public EventVerifier(Senders senders, OpeningKeys own) {
        this.senders = senders;
        this.own = own;
    }

    @Override
    public Opened open(String stream, Map<String, String> fields) {
        String runner = fields.getOrDefault(EventSigner.RUNNER, "");
        String signature = fields.get(EventSigner.SIGNATURE);
        String sealed = fields.get(EventSigner.SEALED);
        if (sealed == null) {
            String text = fields.getOrDefault(EventSigner.TEXT, "");
            senders.require(runner, EventSigner.signed(stream, runner, text), signature, false);
            return new Opened(runner, text);
        }
        // First: what a stranger has sealed is not even opened.
        senders.require(runner, EventSigner.signedSealed(stream, runner, sealed), signature, true);
        return new Opened(runner, opened(stream, runner, sealed));
    }

    private String opened(String stream, String runner, String sealed) {
        OpeningKeys.Opened opened =
                own.open(sealed, EventSigner.context(stream, runner)).orElseThrow(() -> refusal(runner));
        senders.sealsTo(runner, opened.sealedTo());
        return opened.text();
    }

    private RuntimeException refusal(String runner) {
        if (own.isOutdated()) {
            return new ProblemException(
                    Problem.OPENING_KEY_REPLACED,
                    "Opening an event of runner `%s`: it may be sealed to a newer key than this master has"
                            .formatted(runner));
        }
        senders.cannotOpen(runner);
        return new RefusedException(
                Problem.MESSAGE_SEALED,
                runner,
                "Opening an event of runner `%s`: it is sealed to a key that the masters do not have; the runner is told which they have"
                        .formatted(runner));
    }
}
