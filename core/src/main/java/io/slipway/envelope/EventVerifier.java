// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import java.util.Map;

/** How the master opens what runners say; takes nothing that the runner has not signed whose name is on it. */
public final class EventVerifier implements Envelope {
    private final Senders senders;

    public EventVerifier(Senders senders) {
        this.senders = senders;
    }

    @Override
    public Opened open(String stream, Map<String, String> fields) {
        String runner = fields.getOrDefault(EventSigner.RUNNER, "");
        String text = fields.getOrDefault(EventSigner.TEXT, "");
        senders.require(runner, EventSigner.signed(stream, runner, text), fields.get(EventSigner.SIGNATURE));
        return new Opened(runner, text);
    }
}
