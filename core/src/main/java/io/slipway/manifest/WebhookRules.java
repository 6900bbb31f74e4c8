// SPDX-License-Identifier: Apache-2.0
package io.slipway.manifest;

import java.util.Optional;

/** What is known, where a manifest is read, of the addresses that may be called. Safe for many threads. */
@FunctionalInterface
public interface WebhookRules {
    /** Takes every address. */
    WebhookRules ANY = url -> Optional.empty();

    /**
     * What keeps an address from being called, as far as that can be said without looking its name up.
     *
     * @param url http or https, with a host
     */
    Optional<String> fault(String url);
}
