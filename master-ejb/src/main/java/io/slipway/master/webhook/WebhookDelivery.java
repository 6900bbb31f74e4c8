// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.webhook;

import java.time.Instant;
import java.util.UUID;

/**
 * A delivery of a webhook of the caller's.
 *
 * @param requestBody empty until the query was run
 * @param responseStatus null while nobody has answered, as are the headers
 * @param responseHeaders a line each
 * @param responseBody null while nobody has answered, and when it was no text; why nothing was sent, when the address may not be called
 */
public record WebhookDelivery(
        UUID uuid,
        WebhookEvent event,
        Instant date,
        String requestBody,
        Integer responseStatus,
        String responseHeaders,
        String responseBody) {}
