// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import io.slipway.master.access.AccessSettings;
import io.slipway.master.access.AccessTokens;
import io.slipway.master.access.Passwords;
import io.slipway.master.access.Users;
import io.slipway.master.account.Administration;
import io.slipway.master.account.OwnAccount;
import io.slipway.master.audit.AuditedDoors;
import io.slipway.master.identity.Identities;
import io.slipway.master.limit.Tries;
import io.slipway.master.login.Doors;
import io.slipway.master.login.LogIn;
import io.slipway.master.sshkey.SshKeys;
import io.slipway.master.store.Stores;
import io.slipway.master.store.Transaction;
import io.slipway.master.twostep.TwoStep;
import java.security.SecureRandom;
import java.time.Clock;

/** The part of the master's object graph that is about accounts. */
record AccountServices(
        Users users,
        AccessTokens tokens,
        SshKeys sshKeys,
        OwnAccount own,
        Administration administration,
        Identities identities,
        Doors doors) {

    static AccountServices of(Means means, Confidential confidential, Administration.Effects effects) {
        AccessSettings settings = means.settings().access();
        Stores stores = means.stores();
        Transaction transaction = means.transaction();
        SecureRandom random = means.random();
        Clock clock = means.clock();
        settings.warn();
        Passwords passwords = new Passwords(random, settings.iterations());
        Users users = new Users(stores.users(), passwords, settings, transaction, random, clock);
        AccessTokens tokens = new AccessTokens(stores, confidential.tokens(), settings, random, clock);
        Tries tries = new Tries(stores.tries(), means.settings().limits(), transaction, clock);
        AuditedDoors audit = means.audit().doors();
        String place = means.settings().dispatch().origin().getHost();
        TwoStep twoStep =
                new TwoStep(stores, users, confidential.seal(), tries, audit, transaction, random, clock, place);
        return new AccountServices(
                users,
                tokens,
                new SshKeys(stores.sshKeys(), clock),
                new OwnAccount(users, stores.users(), passwords, means.audit().trail(), transaction, tries, clock),
                new Administration(stores, passwords, effects, means.audit().trail(), transaction, random, clock),
                new Identities(stores, users, means.audit().trail(), clock),
                new Doors(
                        new LogIn(users, tokens, twoStep, tries, audit, transaction),
                        twoStep,
                        tries,
                        tries.proxies(),
                        means.settings().sessions()));
    }
}
