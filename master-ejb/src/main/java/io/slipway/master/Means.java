// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import io.slipway.master.access.RefusedCalls;
import io.slipway.master.audit.AuditLog;
import io.slipway.master.dispatch.Dispatch;
import io.slipway.master.dispatch.WorkOrders;
import io.slipway.master.log.JobWatch;
import io.slipway.master.message.Keyring;
import io.slipway.master.message.Messages;
import io.slipway.master.message.Outbox;
import io.slipway.master.message.RunnerLogins;
import io.slipway.master.settle.SettleJob;
import io.slipway.master.store.Database;
import io.slipway.master.store.Stores;
import io.slipway.master.store.Transaction;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

/** What the parts of the object graph are made with. */
record Means(
        MasterSettings settings,
        Database database,
        Stores stores,
        Transaction transaction,
        Messages messages,
        Keyring keyring,
        RunnerLogins logins,
        Outbox outbox,
        JobWatch watch,
        RefusedCalls refused,
        AuditLog audit,
        SecureRandom random,
        Clock clock) {

    static Means of(
            MasterSettings settings, Database database, Transaction transaction, Messages messages, Clock clock) {
        Stores stores = Stores.of(database);
        Keyring keyring = new Keyring(stores.enrolments(), transaction, clock);
        return new Means(
                settings,
                database,
                stores,
                transaction,
                messages,
                keyring,
                new RunnerLogins(stores.enrolments(), transaction, messages),
                new Outbox(messages, transaction, keyring),
                new JobWatch(),
                new RefusedCalls(stores, clock),
                AuditLog.of(stores, settings.audit(), transaction, clock),
                new SecureRandom(),
                clock);
    }

    /** How long a runner may be silent. */
    Duration lease() {
        return settings.dispatch().lease();
    }

    /** What hands jobs over. */
    Dispatch dispatch(WorkOrders orders, SettleJob settle) {
        return new Dispatch(stores, transaction, orders, settle, outbox, keyring, settings.dispatch(), random, clock);
    }
}
