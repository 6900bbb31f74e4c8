// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.webhook;

import static java.util.stream.Collectors.toMap;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.access.Permissions;
import io.slipway.master.receiver.ReceiverRules;
import io.slipway.master.store.Stores;
import io.slipway.master.store.WebhookDeliveryStore;
import io.slipway.master.store.WebhookDeliveryStore.DeliveryRow;
import io.slipway.master.store.WebhookStore;
import io.slipway.master.store.WebhookStore.NewRow;
import io.slipway.master.store.WebhookStore.Subscriber;
import io.slipway.master.store.WebhookStore.WebhookRow;
import io.slipway.trigger.Trigger.WebhookTrigger;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The webhooks of users, for the users themselves alone.
 *
 * <p>What was sent to a webhook is what its query read with the grants of who made it. So a token that does not cover these is told
 * that there is no such webhook.
 */
public final class KeepWebhooks {
    private static final int MOST = 100;
    private static final int LONGEST_URL = 2_048;
    private static final int LONGEST_QUERY = 16_384;

    private final WebhookStore webhooks;
    private final WebhookDeliveryStore deliveries;
    private final ReceiverRules rules;
    private final Clock clock;

    public KeepWebhooks(Stores stores, ReceiverRules rules, Clock clock) {
        this.rules = rules;
        this.webhooks = stores.webhooks();
        this.deliveries = stores.webhookDeliveries();
        this.clock = clock;
    }

    /** Keeps a webhook, whose query may from now on read what the caller may read now; throws WEBHOOK_ILLEGAL or RECEIVER_FORBIDDEN. */
    public WebhookView create(Caller caller, NewWebhook webhook) {
        // What happens to jobs is told to whoever may look at jobs.
        Permissions.require(caller, Permissions.JOBS_READ);
        if (caller.job()) {
            throw new ProblemException(
                    Problem.NOT_PERMITTED,
                    "Making a webhook with the token of a job: it would outlive the job; an access token is needed");
        }
        check(webhook);
        if (webhooks.count(caller.userId()) >= MOST) {
            throw illegal("you have %d, which is all there may be; delete one".formatted(MOST));
        }
        List<String> events =
                webhook.events().stream().distinct().map(Enum::name).toList();
        return view(webhooks.insert(
                caller.userId(),
                new NewRow(events, webhook.query(), webhook.url(), Grant.join(reading(caller))),
                clock.instant()));
    }

    /** Forgets a webhook with its deliveries, and what it was; throws WEBHOOK_UNKNOWN. */
    public WebhookView delete(Caller caller, long id) {
        WebhookView deleted = find(caller, id);
        webhooks.delete(id);
        return deleted;
    }

    /** Throws WEBHOOK_UNKNOWN. */
    public WebhookView find(Caller caller, long id) {
        Permissions.require(caller, Permissions.JOBS_READ);
        return webhooks.find(subscriber(caller), id)
                .map(KeepWebhooks::view)
                .orElseThrow(() -> new ProblemException(
                        Problem.WEBHOOK_UNKNOWN,
                        "Looking for webhook %d: there is none of that number on your account".formatted(id)));
    }

    /** @param start what the page before gave as the next; 0 for the newest */
    public WebhookPart<WebhookView> list(Caller caller, long start, int size) {
        Permissions.require(caller, Permissions.JOBS_READ);
        return WebhookPart.of(
                webhooks.list(subscriber(caller), from(start), size + 1).stream()
                        .map(KeepWebhooks::view)
                        .toList(),
                size,
                WebhookView::id);
    }

    /**
     * A page of the deliveries of several webhooks; of those that are not the caller's there is none.
     *
     * @param starts by the webhook's id: what the page before gave as the next; 0 for the newest
     */
    public Map<Long, WebhookPart<WebhookDelivery>> deliveries(Caller caller, Map<Long, Long> starts, int size) {
        Permissions.require(caller, Permissions.JOBS_READ);
        Map<Long, Long> from =
                starts.entrySet().stream().collect(toMap(Map.Entry::getKey, start -> from(start.getValue())));
        Map<Long, WebhookPart<WebhookDelivery>> pages = new HashMap<>();
        deliveries.list(subscriber(caller), from, size + 1).forEach((webhook, rows) -> {
            WebhookPart<DeliveryRow> page = WebhookPart.of(rows, size, DeliveryRow::place);
            pages.put(
                    webhook,
                    new WebhookPart<>(
                            page.results().stream().map(KeepWebhooks::view).toList(), page.next()));
        });
        return pages;
    }

    private void check(NewWebhook webhook) {
        if (webhook.events().isEmpty()) {
            throw illegal("it names no event; one or more are needed");
        }
        if (webhook.url().length() > LONGEST_URL || !WebhookTrigger.isAddress(webhook.url())) {
            throw illegal("url `%s`; an http or https address with a host is allowed, of at most %d characters"
                    .formatted(webhook.url(), LONGEST_URL));
        }
        rules.fault(webhook.url()).ifPresent(fault -> {
            throw new ProblemException(
                    Problem.RECEIVER_FORBIDDEN, "Making a webhook: url `%s`: %s".formatted(webhook.url(), fault));
        });
        if (webhook.query().length() > LONGEST_QUERY || webhook.query().indexOf('\0') >= 0) {
            throw illegal("its query has %d characters; at most %d of text are allowed"
                    .formatted(webhook.query().length(), LONGEST_QUERY));
        }
    }

    private static ProblemException illegal(String found) {
        return new ProblemException(Problem.WEBHOOK_ILLEGAL, "Making a webhook: " + found);
    }

    private static Subscriber subscriber(Caller caller) {
        return new Subscriber(
                caller.userId(), reading(caller).stream().map(Grant::toString).toList());
    }

    /** A query reads nothing of the audit log, whoever makes it. */
    private static Set<Grant> reading(Caller caller) {
        return caller.grants().stream()
                .filter(grant -> grant.scope() != Grant.Scope.AUDIT)
                .map(grant -> new Grant(grant.scope(), Grant.Access.RO))
                .collect(Collectors.toSet());
    }

    private static long from(long start) {
        return start == 0 ? Long.MAX_VALUE : start;
    }

    private static WebhookView view(WebhookRow row) {
        return new WebhookView(
                row.id(),
                row.events().stream().map(WebhookEvent::valueOf).toList(),
                row.query(),
                row.url(),
                row.created());
    }

    private static WebhookDelivery view(DeliveryRow row) {
        return new WebhookDelivery(
                row.uuid(),
                WebhookEvent.valueOf(row.event()),
                row.created(),
                row.body() == null ? "" : row.body(),
                row.answer() == null ? null : row.answer().status(),
                row.answer() == null ? null : row.answer().headers(),
                row.answer() == null ? null : row.answer().body());
    }
}
