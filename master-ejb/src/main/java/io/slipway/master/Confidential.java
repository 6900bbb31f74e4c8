// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import io.slipway.master.access.JobTokens;
import io.slipway.master.dispatch.DispatchSettings;
import io.slipway.master.dispatch.WorkOrders;
import io.slipway.master.seal.Seal;
import io.slipway.master.seal.SealProof;
import io.slipway.master.secret.OrderSecrets;
import io.slipway.master.sshkey.AuthorizedKeys;
import io.slipway.master.store.Stores;
import java.security.SecureRandom;
import java.time.Clock;

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
}
