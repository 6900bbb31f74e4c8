// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.slipway.trigger.Trigger;
import io.slipway.trigger.Trigger.EmailTrigger;
import io.slipway.trigger.Trigger.WebhookTrigger;

/** A trigger in the form that it has in a manifest; what an action does not have is left out. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record TriggerJson(String action, String condition, String to, String cc, String inReplyTo, String url) {
    static TriggerJson of(Trigger trigger) {
        String condition = trigger.condition().word();
        return trigger instanceof EmailTrigger email
                ? new TriggerJson(email.action(), condition, email.to(), email.cc(), email.inReplyTo(), null)
                : new TriggerJson(trigger.action(), condition, null, null, null, ((WebhookTrigger) trigger).url());
    }
}
