// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.enrol;

import io.slipway.envelope.VerifyingKey;
import io.slipway.master.access.RefusedCalls;
import io.slipway.master.dispatch.DispatchSettings;
import io.slipway.master.message.Keyring;
import io.slipway.master.message.Outbox;
import io.slipway.master.settle.SettleJob;
import io.slipway.master.store.Stores;
import io.slipway.master.store.Transaction;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.Supplier;

/** Everything that can be done about who may be a runner. */
public record Enrolments(
        RunnerQuery runners, EnrolmentTokens tokens, EnrolRunner enrolment, RevokeRunner revocation, RedisAcl acl) {

    /**
     * @param key what runners know this master by
     * @param acl who may log in where messages go
     * @param settle takes back what a runner has that is revoked
     */
    public static Enrolments of(
            Stores stores,
            DispatchSettings settings,
            Supplier<VerifyingKey> key,
            RedisAcl acl,
            SettleJob settle,
            Outbox outbox,
            Keyring keyring,
            RefusedCalls refused,
            Transaction transaction,
            Clock clock) {
        return new Enrolments(
                new RunnerQuery(stores.runners(), settings.lease(), clock),
                new EnrolmentTokens(stores.enrolments(), key, settings.uploads(), new SecureRandom(), clock),
                new EnrolRunner(stores.enrolments(), keyring, refused, transaction, outbox, key, clock),
                new RevokeRunner(stores, settle, outbox, keyring, transaction, clock),
                acl);
    }
}
