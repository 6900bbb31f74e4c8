// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.webhook;

import java.time.Instant;
import java.util.UUID;

/**
 * A delivery of a webhook of the caller's.
 *
 * @param requestBody empty until the query was run
 * @param responseStatus null while nobody has answered, as are headers and body
 * @param responseHeaders a line each
 * @param responseBody also null when it was no text
 */
public record WebhookDelivery(
        UUID uuid,
        WebhookEvent event,
        Instant date,
        String requestBody,
        Integer responseStatus,
        String responseHeaders,
        String responseBody) {}
