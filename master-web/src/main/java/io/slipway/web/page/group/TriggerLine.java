// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.page.group;

import io.slipway.trigger.Trigger;
import io.slipway.trigger.Trigger.EmailTrigger;
import io.slipway.trigger.Trigger.WebhookTrigger;
import java.io.Serializable;

/**
 * A trigger as the page of a group shows it.
 *
 * @param what is done, and on which ends
 * @param target to whom
 */
public record TriggerLine(String what, String target) implements Serializable {
    static TriggerLine of(Trigger trigger) {
        String when = switch (trigger.condition()) {
            case SUCCESS -> "after success";
            case FAILURE -> "after failure";
            case ALWAYS -> "always";
        };
        if (trigger instanceof EmailTrigger email) {
            return new TriggerLine(
                    "E-mail " + when,
                    email.cc().isEmpty() ? email.to() : "%s, cc %s".formatted(email.to(), email.cc()));
        }
        return new TriggerLine("Webhook " + when, ((WebhookTrigger) trigger).url());
    }
}
