// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.trigger;

import io.slipway.master.store.DeliveryStore.DeliveryRow;
import java.time.Instant;

/**
 * A delivery as console and API show it.
 *
 * @param key the same in every try
 * @param action {@code email} or {@code webhook}
 * @param condition of its trigger
 * @param status that it tells
 * @param target to whom; null for who is not the owner
 * @param state {@code pending}, {@code sent} or {@code given-up}
 * @param answerStatus of HTTP or SMTP, in the last try; null when nobody answered, and for who is not the owner
 * @param answer the beginning of the last answer, or what went wrong; empty before the first, and for who is not the owner
 * @param next when it is tried next; null when it is not, and while it is tried
 * @param ended null while it is pending
 */
public record DeliveryView(
        String key,
        String action,
        String condition,
        String status,
        String target,
        String state,
        int tries,
        Integer answerStatus,
        String answer,
        Instant created,
        Instant next,
        Instant ended) {

    /** @param mine whether it is shown to its owner */
    static DeliveryView of(DeliveryRow row, boolean mine, Instant now) {
        boolean waits = row.ended() == null
                && (row.leasedUntil() == null || row.leasedUntil().isBefore(now));
        return new DeliveryView(
                row.uuid().toString(),
                row.action(),
                row.condition().word(),
                row.status().word(),
                mine ? target(row) : null,
                row.state(),
                row.tries(),
                mine ? row.answer().status() : null,
                mine ? row.answer().text() : "",
                row.created(),
                waits ? row.due() : null,
                row.ended());
    }

    private static String target(DeliveryRow row) {
        return row.cc().isEmpty() ? row.target() : "%s, cc %s".formatted(row.target(), row.cc());
    }
}
