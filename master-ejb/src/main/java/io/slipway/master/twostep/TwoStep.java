// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.twostep;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Login;
import io.slipway.master.access.Permissions;
import io.slipway.master.access.Users;
import io.slipway.master.audit.Act;
import io.slipway.master.audit.AuditedDoors;
import io.slipway.master.limit.Limit;
import io.slipway.master.limit.Tries;
import io.slipway.master.limit.Tries.Try;
import io.slipway.master.seal.Seal;
import io.slipway.master.store.Stores;
import io.slipway.master.store.Transaction;
import io.slipway.master.store.TwoStepStore;
import io.slipway.master.store.TwoStepStore.TwoStepRow;
import io.slipway.master.store.UserStore;
import io.slipway.master.store.UserStore.UserRow;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The second step of the login, as users and administrators turn it on and off. Turning it on or off ends every other session of the account.
 * Makes its own transactions.
 */
public final class TwoStep {
    private static final Duration SET_UP = Duration.ofHours(1);

    private final TwoStepStore store;
    private final UserStore userStore;
    private final Users users;
    private final Codes codes;
    private final Tries tries;
    private final AuditedDoors audit;
    private final Transaction transaction;
    private final SecureRandom random;
    private final Clock clock;
    private final String place;

    /** @param place what tells this service from others in people's apps, such as the name of its host */
    public TwoStep(
            Stores stores,
            Users users,
            Seal seal,
            Tries tries,
            AuditedDoors audit,
            Transaction transaction,
            SecureRandom random,
            Clock clock,
            String place) {
        this.store = stores.twoStep();
        this.userStore = stores.users();
        this.users = users;
        this.codes = new Codes(store, seal, tries, audit, transaction, clock);
        this.tries = tries;
        this.audit = audit;
        this.transaction = transaction;
        this.random = random;
        this.clock = clock;
        this.place = place;
    }

    public TwoStepState state(Caller caller) {
        Permissions.require(caller, Permissions.PROFILE_READ);
        return transaction.separate(() -> {
            UserRow user = found(caller.userId());
            return new TwoStepState(
                    store.find(user.id()).map(TwoStepRow::confirmed).orElse(null),
                    store.countCodes(user.id()),
                    user.password() != null,
                    users.lacksTwoStep(user));
        });
    }

    /** Begins to set it up, with another secret each time; throws TWO_STEP_ON. */
    public SetUp begin(Caller caller) {
        requireEverything(caller);
        byte[] secret = new byte[Totp.SECRET_BYTES];
        random.nextBytes(secret);
        boolean begun = transaction.separate(
                () -> store.begin(caller.userId(), codes.sealed(secret, caller.userId()), clock.instant()));
        if (!begun) {
            throw on(caller.username());
        }
        return SetUp.of(secret, caller.username(), place);
    }

    /** What was begun within the last hour and waits for its first code. */
    public Optional<SetUp> begun(Caller caller) {
        requireEverything(caller);
        return transaction
                .separate(() -> store.find(caller.userId()))
                .filter(this::isBegun)
                .map(row -> SetUp.of(codes.secret(row, caller.userId()), caller.username(), place));
    }

    private boolean isBegun(TwoStepRow row) {
        return !row.isOn() && clock.instant().isBefore(row.created().plus(SET_UP));
    }

    /** Turns it on for who has a first code of the app; throws CODE_WRONG, TRIES_TOO_MANY, TWO_STEP_ON or TWO_STEP_OFF. */
    public TurnedOn confirm(Caller caller, String code) {
        requireEverything(caller);
        UserRow user = transaction.separate(() -> found(caller.userId()));
        TwoStepRow row = transaction
                .separate(() -> store.find(user.id()))
                .filter(found -> found.isOn() || isBegun(found))
                .orElseThrow(() -> Codes.off(user));
        if (row.isOn()) {
            throw on(user.name());
        }
        long step = codes.first(user, row, code, "Turning two-step login on");
        List<RecoveryCode> made = RecoveryCode.random(random);
        Login login = transaction.separate(() -> {
            if (!store.confirm(user.id(), row.created(), step, clock.instant())) {
                throw on(user.name());
            }
            replaceCodes(user, made);
            audit.changed(Act.TWO_STEP_ON, caller, user.name());
            return goOn(user);
        });
        return new TurnedOn(made.stream().map(RecoveryCode::text).toList(), login);
    }

    /** Turns it off for who has the password, if the account has one, and a code; throws CREDENTIALS_WRONG, CODE_WRONG, TRIES_TOO_MANY or TWO_STEP_OFF. */
    public Login turnOff(Caller caller, String password, String code) {
        requireEverything(caller);
        UserRow user = transaction.separate(() -> found(caller.userId()));
        requireOn(user);
        requirePassword(user, password);
        codes.take(user, code, "Turning two-step login off", "");
        Login login = transaction.separate(() -> {
            store.remove(user.id());
            audit.changed(Act.TWO_STEP_OFF, caller, user.name());
            return goOn(user);
        });
        return login;
    }

    /** Ten recovery codes in place of those that are left, for who has a code; throws CODE_WRONG, TRIES_TOO_MANY or TWO_STEP_OFF. */
    public List<String> renewCodes(Caller caller, String code) {
        requireEverything(caller);
        UserRow user = transaction.separate(() -> found(caller.userId()));
        requireOn(user);
        codes.take(user, code, "Making recovery codes", "");
        List<RecoveryCode> made = RecoveryCode.random(random);
        transaction.separate(() -> {
            replaceCodes(user, made);
            audit.changed(Act.RECOVERY_CODES_MADE, caller, user.name());
        });
        return made.stream().map(RecoveryCode::text).toList();
    }

    private void replaceCodes(UserRow user, List<RecoveryCode> made) {
        if (!store.replaceCodes(user.id(), made.stream().map(RecoveryCode::hash).toList())) {
            throw Codes.off(user);
        }
    }

    /** Turns it off for a user who has lost app and recovery codes; throws ACCOUNT_UNKNOWN, ACCOUNT_OWN or TWO_STEP_OFF. */
    public void takeOff(Caller caller, String username) {
        String doing = "Turning two-step login off for `%s`".formatted(username);
        Permissions.administer(caller, Permissions.PROFILE_WRITE, doing);
        requireEverything(caller);
        transaction.separate(() -> {
            UserRow user = users.find(username)
                    .orElseThrow(() -> new ProblemException(
                            Problem.ACCOUNT_UNKNOWN, "%s: there is no such account".formatted(doing)));
            if (user.id() == caller.userId()) {
                throw new ProblemException(
                        Problem.ACCOUNT_OWN, "%s: this is you; turn it off in your settings".formatted(doing));
            }
            if (!store.remove(user.id())) {
                throw Codes.off(user);
            }
            userStore.endSessions(user.id(), clock.instant());
            audit.changed(Act.TWO_STEP_TAKEN_OFF, caller, user.name());
        });
    }

    /**
     * The second step of a login that has passed the first.
     *
     * @param epoch of that login
     * @param from the network it comes from
     * @throws ProblemException CREDENTIALS_WRONG when the login has ended meanwhile, ACCOUNT_SUSPENDED, CODE_WRONG or TRIES_TOO_MANY
     */
    public Login pass(long userId, int epoch, String code, String from) {
        UserRow user = transaction.separate(() -> found(userId));
        Login login = users.login(user);
        if (user.epoch() != epoch) {
            throw new ProblemException(
                    Problem.CREDENTIALS_WRONG,
                    "Going on with a login of `%s`: it has ended; log in again".formatted(user.name()));
        }
        if (login.needsCode()) {
            codes.take(user, code, "Logging in", from);
        }
        return login.passed();
    }

    private void requireOn(UserRow user) {
        if (!user.twoStep()) {
            throw Codes.off(user);
        }
    }

    private void requirePassword(UserRow user, String password) {
        if (user.password() == null) {
            return;
        }
        Try counted = tries.take(Limit.PASSWORD_AGAIN, Long.toString(user.id()), "Turning two-step login off");
        if (!users.isPasswordOf(user, password)) {
            throw new ProblemException(Problem.CREDENTIALS_WRONG, "Turning two-step login off: the password is wrong");
        }
        counted.clear();
    }

    private Login goOn(UserRow user) {
        userStore.endSessions(user.id(), clock.instant());
        return users.login(found(user.id())).passed();
    }

    private static void requireEverything(Caller caller) {
        Permissions.require(caller, Permissions.PROFILE_WRITE);
        Permissions.requireEverything(caller, "Changing two-step login");
    }

    private static ProblemException on(String username) {
        return new ProblemException(
                Problem.TWO_STEP_ON, "Setting up the two-step login of `%s`: it is on already".formatted(username));
    }

    private UserRow found(long id) {
        return userStore
                .find(id)
                .orElseThrow(() -> new ProblemException(
                        Problem.CREDENTIALS_WRONG, "Looking for your account: there is none any more"));
    }
}
