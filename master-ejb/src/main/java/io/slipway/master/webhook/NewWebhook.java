// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.webhook;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.List;

/**
 * What a user wants to be told.
 *
 * @param events one or more
 * @param query that was checked against the schema
 */
public record NewWebhook(String url, List<WebhookEvent> events, String query) {
    public NewWebhook {
        requireNonNull(url, "url");
        requireNonNull(query, "query");
        events = List.copyOf(events);
    }

    /** What of an address may be shown to others than its owner: where it leads. Empty when it is none. */
    public static String host(String url) {
        try {
            String host = URI.create(url).getHost();
            return host == null ? "" : host;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
