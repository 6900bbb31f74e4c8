// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.group;

import io.slipway.master.trigger.DeliveryView;
import java.io.Serializable;

/**
 * A delivery as the pages show it.
 *
 * @param what was fired, and by which end
 * @param words where it stands
 * @param target to whom; null for who is not the owner
 * @param answer the last one in one line; empty when there is none
 * @param next when it is tried next; empty when it is not
 */
public record DeliveryLine(String what, String state, String words, String target, String answer, String next)
        implements Serializable {
    private static final int LONGEST_ANSWER = 300;

    public static DeliveryLine of(DeliveryView delivery) {
        return new DeliveryLine(
                "%s about `%s`".formatted(delivery.action().equals("email") ? "E-mail" : "Webhook", delivery.status()),
                delivery.state(),
                words(delivery),
                delivery.target(),
                answer(delivery),
                delivery.next() == null ? "" : delivery.next().toString());
    }

    private static String words(DeliveryView delivery) {
        return switch (delivery.state()) {
            case "sent" -> delivery.tries() == 1 ? "sent" : "sent, in try %d".formatted(delivery.tries());
            case "given-up" ->
                delivery.tries() == 1 ? "given up" : "given up after %d tries".formatted(delivery.tries());
            default ->
                switch (delivery.tries()) {
                    case 0 -> "waits";
                    case 1 -> "tried once";
                    default -> "tried %d times".formatted(delivery.tries());
                };
        };
    }

    private static String answer(DeliveryView delivery) {
        String text = delivery.answer().strip().replaceAll("\\s+", " ");
        String shown = text.length() > LONGEST_ANSWER ? text.substring(0, LONGEST_ANSWER) + "…" : text;
        return delivery.answerStatus() == null
                ? shown
                : "%d %s".formatted(delivery.answerStatus(), shown).strip();
    }
}
