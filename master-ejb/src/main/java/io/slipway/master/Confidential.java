// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import io.slipway.master.access.JobTokens;
import io.slipway.master.access.SealedJobTokens;
import io.slipway.master.dispatch.DispatchSettings;
import io.slipway.master.dispatch.WorkOrders;
import io.slipway.master.keys.KeyCare;
import io.slipway.master.keys.RenewRunnerKeys;
import io.slipway.master.keys.RotateOpeningKey;
import io.slipway.master.keys.RotateSecretsKey;
import io.slipway.master.keys.RotateSigningKey;
import io.slipway.master.seal.Seal;
import io.slipway.master.seal.SealProof;
import io.slipway.master.seal.SealedTable;
import io.slipway.master.secret.OrderSecrets;
import io.slipway.master.secret.SealedSecrets;
import io.slipway.master.sshkey.AuthorizedKeys;
import io.slipway.master.store.Stores;
import io.slipway.master.store.Transaction;
import io.slipway.master.twostep.SealedTwoSteps;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/** The part of the object graph that stands on the seal: secrets, the tokens of jobs, and the work orders that carry both. */
record Confidential(Seal seal, SealProof proof, JobTokens tokens, WorkOrders orders) {

    static Confidential of(MasterSettings settings, Stores stores, SecureRandom random, Clock clock) {
        DispatchSettings dispatch = settings.dispatch();
        Seal seal = Seal.open(settings.secretsKey());
        JobTokens tokens = new JobTokens(stores.jobTokens(), seal, dispatch.overtime(), random, clock);
        AuthorizedKeys keys = new AuthorizedKeys(stores.sshKeys());
        return new Confidential(
                seal,
                new SealProof(seal, stores.seal()),
                tokens,
                new WorkOrders(
                        dispatch, keys, new OrderSecrets(stores, seal, clock), tokens, Keeping.limits(settings)));
    }

    /** @return the care for keys, which knows every table with something sealed in it */
    KeyCare keyCare(Means means) {
        Stores stores = means.stores();
        Transaction transaction = means.transaction();
        Clock clock = means.clock();
        List<SealedTable> tables = List.of(
                new SealedSecrets(stores.secrets()),
                new SealedJobTokens(stores.jobTokens()),
                new SealedTwoSteps(stores.twoStep()));
        return new KeyCare(
                new RotateSecretsKey(seal, stores.seal(), tables, transaction, clock),
                new RotateSigningKey(
                        means.messages().signer(), stores.masterKeys(), stores.enrolments(), transaction, clock),
                new RotateOpeningKey(
                        means.messages().opening(),
                        stores,
                        means.keyring(),
                        means.outbox(),
                        means.lease(),
                        transaction,
                        clock),
                new RenewRunnerKeys(
                        stores.enrolments(), means.keyring(), means.outbox(), means.lease(), transaction, clock));
    }
}
