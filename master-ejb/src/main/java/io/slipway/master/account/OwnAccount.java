// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.account;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Login;
import io.slipway.master.access.Origin;
import io.slipway.master.access.Passwords;
import io.slipway.master.access.Permissions;
import io.slipway.master.access.Users;
import io.slipway.master.audit.Act;
import io.slipway.master.audit.AuditTrail;
import io.slipway.master.audit.Deed;
import io.slipway.master.limit.Limit;
import io.slipway.master.limit.Tries;
import io.slipway.master.limit.Tries.Try;
import io.slipway.master.store.Transaction;
import io.slipway.master.store.UserStore;
import io.slipway.master.store.UserStore.UserRow;
import java.time.Clock;

/** What users do to their own account: say who they are, and change the password. */
public final class OwnAccount {
    private final Users users;
    private final UserStore userStore;
    private final Passwords passwords;
    private final AuditTrail audit;
    private final Transaction transaction;
    private final Tries tries;
    private final Clock clock;

    public OwnAccount(
            Users users,
            UserStore userStore,
            Passwords passwords,
            AuditTrail audit,
            Transaction transaction,
            Tries tries,
            Clock clock) {
        this.audit = audit;
        this.users = users;
        this.userStore = userStore;
        this.passwords = passwords;
        this.transaction = transaction;
        this.tries = tries;
        this.clock = clock;
    }

    public Profile profile(Caller caller) {
        Permissions.require(caller, Permissions.PROFILE_READ);
        return Profile.of(found(caller.userId()));
    }

    public Profile describe(Caller caller, AboutUser about) {
        Permissions.require(caller, Permissions.PROFILE_WRITE);
        if (!userStore.describe(caller.userId(), about.description(), clock.instant())) {
            throw new ProblemException(
                    Problem.EMAIL_TAKEN,
                    "Describing an account: `%s` is the address of another account; each may have its own"
                            .formatted(about.email()));
        }
        return profile(caller);
    }

    /**
     * Changes the password of whoever knows the old one, and ends every other session: the one that calls goes on with what is given back.
     * Makes its own transactions, because hashing takes long.
     */
    public Login changePassword(Caller caller, String old, String wanted) {
        Permissions.require(caller, Permissions.PROFILE_WRITE);
        UserRow user = transaction.separate(() -> found(caller.userId()));
        Try counted = tries.take(Limit.PASSWORD_AGAIN, Long.toString(user.id()), "Changing the password");
        if (user.password() == null || !passwords.matches(old, user.password())) {
            throw new ProblemException(
                    Problem.CREDENTIALS_WRONG,
                    user.password() == null
                            ? "Changing the password: the account has none; an administrator can give a first one"
                            : "Changing the password: the old one is wrong");
        }
        counted.clear();
        return replace(caller, user, wanted);
    }

    /** Gives somebody who has logged in with a one-time password one of the user's own. Makes its own transactions. */
    public Login replaceOneTimePassword(long userId, int epoch, String wanted, Origin origin) {
        UserRow user = transaction.separate(() -> found(userId));
        Caller caller = Users.caller(user).from(origin);
        if (user.epoch() != epoch || user.passwordExpires() == null) {
            throw changedMeanwhile();
        }
        if (passwords.matches(wanted, user.password())) {
            throw new ProblemException(
                    Problem.PASSWORD_REFUSED, "Taking a new password: it is the one-time password; another is needed");
        }
        return replace(caller, user, wanted);
    }

    private Login replace(Caller caller, UserRow user, String wanted) {
        String hash = passwords.hash(NewPassword.of(wanted, user.name()).text());
        return transaction.separate(() -> {
            if (!userStore.password(user.id(), user.epoch(), hash, null, clock.instant())) {
                throw changedMeanwhile();
            }
            audit.done(caller, Deed.of(Act.PASSWORD_CHANGED, user.name()));
            return users.login(found(user.id())).passed();
        });
    }

    private static ProblemException changedMeanwhile() {
        return new ProblemException(
                Problem.CREDENTIALS_WRONG, "Changing the password: it was changed meanwhile; log in again");
    }

    private UserRow found(long id) {
        return userStore
                .find(id)
                .orElseThrow(() -> new ProblemException(
                        Problem.CREDENTIALS_WRONG, "Looking for your account: there is none any more"));
    }
}
