// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.webhook;

import java.time.Instant;
import java.util.List;

/** A webhook of the caller's. */
public record WebhookView(long id, List<WebhookEvent> events, String query, String url, Instant created) {
    public WebhookView {
        events = List.copyOf(events);
    }
}
