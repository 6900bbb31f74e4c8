// SPDX-License-Identifier: Apache-2.0
package io.slipway.trigger;

/** What happens after a job has ended. */
public sealed interface Trigger {

    /** On which ends it happens. */
    TriggerCondition condition();

    /**
     * A message by e-mail.
     *
     * @param to an address list of RFC 5322
     * @param cc the same, empty for none
     * @param inReplyTo a message id, empty for none
     */
    record EmailTrigger(TriggerCondition condition, String to, String cc, String inReplyTo) implements Trigger {}

    /**
     * One POST of the job's JSON.
     *
     * @param url http or https
     */
    record WebhookTrigger(TriggerCondition condition, String url) implements Trigger {}
}
