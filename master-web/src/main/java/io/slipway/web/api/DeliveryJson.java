// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.master.trigger.DeliveryView;
import java.time.Instant;

/**
 * An e-mail or webhook that an end has fired.
 *
 * @param id the key that its receiver gets in every try
 * @param status that it tells
 * @param target null for who is not the owner, as are the last answer and its status
 * @param state {@code pending}, {@code sent} or {@code given-up}
 * @param next when it is tried next; null when it is not
 */
record DeliveryJson(
        String id,
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
    static DeliveryJson of(DeliveryView delivery) {
        return new DeliveryJson(
                delivery.key(),
                delivery.action(),
                delivery.condition(),
                delivery.status(),
                delivery.target(),
                delivery.state(),
                delivery.tries(),
                delivery.answerStatus(),
                delivery.target() == null ? null : delivery.answer(),
                delivery.created(),
                delivery.next(),
                delivery.ended());
    }
}
