// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.webhook;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * One page of a list, newest first.
 *
 * @param next what to start the next page at; 0 when this is the last
 */
public record WebhookPart<T>(List<T> results, long next) {
    public WebhookPart {
        results = List.copyOf(results);
    }

    /** Of a page and one more, when there is one. */
    static <T> WebhookPart<T> of(List<T> found, int size, ToLongFunction<T> number) {
        return new WebhookPart<>(
                found.subList(0, Math.min(size, found.size())),
                found.size() > size ? number.applyAsLong(found.get(size)) : 0);
    }
}
