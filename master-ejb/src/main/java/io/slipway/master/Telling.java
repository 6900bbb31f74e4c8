// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import io.slipway.manifest.ManifestParser;
import io.slipway.manifest.TriggerParser;
import io.slipway.master.control.ControlJob;
import io.slipway.master.group.JobGroups;
import io.slipway.master.query.JobQuery;
import io.slipway.master.receiver.ReceiverRules;
import io.slipway.master.receiver.Receivers;
import io.slipway.master.store.Stores;
import io.slipway.master.store.Transaction;
import io.slipway.master.trigger.Deliver;
import io.slipway.master.trigger.DeliveryQuery;
import io.slipway.master.trigger.FireTriggers;
import io.slipway.master.trigger.MailRules;
import io.slipway.master.trigger.TriggerSettings;
import io.slipway.signature.WebhookKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The part of the master's object graph that tells the ends of jobs and groups. */
final class Telling {
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration REST = Duration.ofMinutes(1);

    private final Stores stores;
    private final Clock clock;
    private final MailRules mailRules;
    private final ReceiverRules receiverRules;
    private final WebhookKey key;
    private final Receivers receivers;
    private final FireTriggers fire;
    private final Deliver deliver;
    private final Announcing announcing;
    private final List<Rounds> rounds;

    Telling(TriggerSettings settings, Stores stores, Transaction transaction, SecureRandom random, Clock clock) {
        this.stores = stores;
        this.clock = clock;
        mailRules = new MailRules(settings.mail());
        receiverRules = new ReceiverRules(settings.networks());
        key = WebhookKey.open(settings.webhookKey());
        fire = new FireTriggers(stores, transaction, settings.origin(), this::wake, clock);
        receivers = new Receivers(settings.networks(), key, random);
        deliver = new Deliver(stores, transaction, settings, receivers, random, clock);
        announcing = new Announcing(stores, transaction, receivers, receiverRules, settings.retry(), clock);
        rounds = IntStream.range(0, settings.parallel())
                .mapToObj(n -> n == 0
                        ? new Rounds("deliveries", PAUSE, this::look)
                        : new Rounds("deliveries", REST, deliver::all))
                .toList();
    }

    /** Reads manifests that are to be run. */
    ManifestParser submitParser() {
        return new ManifestParser(mailRules).withWebhooks(receiverRules);
    }

    FireTriggers fire() {
        return fire;
    }

    Deliver deliver() {
        return deliver;
    }

    Announcing announcing() {
        return announcing;
    }

    byte[] publicKey() {
        return key.publicKey();
    }

    DeliveryQuery query(JobQuery jobs) {
        return new DeliveryQuery(jobs, stores, clock);
    }

    JobGroups groups(JobQuery jobs, ControlJob control, Runnable queued) {
        return new JobGroups(
                stores, jobs, control, query(jobs), new TriggerParser(mailRules, receiverRules), queued, clock);
    }

    Map<String, Runnable> loops() {
        Map<String, Runnable> loops = new HashMap<>(announcing.loops());
        for (int n = 0; n < rounds.size(); n++) {
            loops.put("slipway-deliver-" + (n + 1), rounds.get(n));
        }
        return loops;
    }

    /** One loop looks for what is due, and has the others help when there is something. */
    private void look() {
        if (deliver.one()) {
            wake();
            deliver.all();
        }
    }

    void close() {
        receivers.close();
    }

    private void wake() {
        rounds.forEach(Rounds::wake);
    }
}
