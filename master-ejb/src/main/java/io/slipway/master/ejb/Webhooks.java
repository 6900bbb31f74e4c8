// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ejb;

import io.slipway.master.access.Caller;
import io.slipway.master.audit.Act;
import io.slipway.master.audit.AuditTrail;
import io.slipway.master.audit.Deed;
import io.slipway.master.webhook.NewWebhook;
import io.slipway.master.webhook.PayloadWriter;
import io.slipway.master.webhook.WebhookDelivery;
import io.slipway.master.webhook.WebhookPart;
import io.slipway.master.webhook.WebhookView;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.interceptor.Interceptors;
import java.util.Map;

/**
 * The webhooks of users, for the users themselves alone.
 *
 * <p>All methods throw {@link io.slipway.error.ProblemException}.
 */
@Stateless
@Interceptors(StoreGuard.class)
public class Webhooks {
    @EJB
    private MasterLifecycle lifecycle;

    /** Keeps a webhook; throws WEBHOOK_ILLEGAL. */
    public WebhookView create(Caller caller, NewWebhook webhook) {
        return audit().act(
                        caller,
                        Deed.of(Act.WEBHOOK_CREATED, "").with("host", NewWebhook.host(webhook.url())),
                        () -> lifecycle.master().webhooks().create(caller, webhook),
                        made -> of(Act.WEBHOOK_CREATED, made));
    }

    /** Forgets a webhook, and gives what it was; throws WEBHOOK_UNKNOWN. */
    public WebhookView delete(Caller caller, long id) {
        return audit().act(
                        caller,
                        Deed.of(Act.WEBHOOK_DELETED, id),
                        () -> lifecycle.master().webhooks().delete(caller, id),
                        deleted -> of(Act.WEBHOOK_DELETED, deleted));
    }

    /** Throws WEBHOOK_UNKNOWN. */
    public WebhookView find(Caller caller, long id) {
        return lifecycle.master().webhooks().find(caller, id);
    }

    /** @param start what the page before gave as the next; 0 for the newest */
    public WebhookPart<WebhookView> list(Caller caller, long start, int size) {
        return lifecycle.master().webhooks().list(caller, start, size);
    }

    /**
     * A page of the deliveries of several webhooks, newest first.
     *
     * @param starts by the webhook's id: what the page before gave as the next; 0 for the newest
     */
    public Map<Long, WebhookPart<WebhookDelivery>> deliveries(Caller caller, Map<Long, Long> starts, int size) {
        return lifecycle.master().webhooks().deliveries(caller, starts, size);
    }

    /** Says who runs the queries of webhooks; called once, when the application starts. */
    public void writeBy(PayloadWriter payloads) {
        lifecycle.master().writeWebhooksBy(payloads);
    }

    /** The rest of an address may hold what its receiver knows the sender by. */
    private static Deed of(Act act, WebhookView webhook) {
        return Deed.of(act, webhook.id())
                .with("host", NewWebhook.host(webhook.url()))
                .with("events", webhook.events());
    }

    private AuditTrail audit() {
        return lifecycle.master().audit().trail();
    }
}
