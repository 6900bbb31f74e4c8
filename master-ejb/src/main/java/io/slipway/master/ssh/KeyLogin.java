// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.ssh;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Users;
import io.slipway.master.store.SshKeyStore;
import java.security.PublicKey;
import java.time.Clock;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;

/** Whose key somebody has. Needs a running transaction. */
final class KeyLogin {
    private final SshKeyStore keys;
    private final Users users;
    private final Clock clock;

    KeyLogin(SshKeyStore keys, Users users, Clock clock) {
        this.keys = keys;
        this.users = users;
        this.clock = clock;
    }

    /**
     * The account that has a key, which may log in.
     *
     * @throws ProblemException when there is none
     */
    Caller caller(PublicKey key) {
        String fingerprint = fingerprint(key);
        return users.byName(keys.owner(fingerprint).orElseThrow(() -> unknown(fingerprint)));
    }

    /** {@link #caller} of somebody who has logged in with the key; its owner sees when that was. */
    Caller enter(PublicKey key) {
        Caller caller = caller(key);
        keys.loggedIn(fingerprint(key), clock.instant());
        return caller;
    }

    private static String fingerprint(PublicKey key) {
        return KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
    }

    private static ProblemException unknown(String fingerprint) {
        return new ProblemException(
                Problem.CREDENTIALS_WRONG,
                "Logging in by ssh: no account has key `%s`; add it on the page of your settings"
                        .formatted(fingerprint));
    }
}
