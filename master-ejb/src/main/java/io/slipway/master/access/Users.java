// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.access;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.store.Transaction;
import io.slipway.master.store.UserStore;
import io.slipway.master.store.UserStore.NewUser;
import io.slipway.master.store.UserStore.UserRow;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who has an account, and whether somebody is who he says. */
public final class Users {
    private static final Logger LOG = System.getLogger(Users.class.getName());
    private static final Pattern NAME = Pattern.compile("[a-z0-9_][a-z0-9_.-]{0,63}");
    private static final int LONGEST_PASSWORD = 1_024;

    private final UserStore users;
    private final Passwords passwords;
    private final AccessSettings settings;
    private final Transaction transaction;
    private final SecureRandom random;
    private final Clock clock;

    public Users(
            UserStore users,
            Passwords passwords,
            AccessSettings settings,
            Transaction transaction,
            SecureRandom random,
            Clock clock) {
        this.users = users;
        this.passwords = passwords;
        this.settings = settings;
        this.transaction = transaction;
        this.random = random;
        this.clock = clock;
    }

    /** Throws PASSWORD_ONE_TIME when the password of a login must be changed first. */
    public static void requireOwnPassword(Login login) {
        if (login.passwordIsOneTime()) {
            throw new ProblemException(
                    Problem.PASSWORD_ONE_TIME,
                    "Logging in as `%s`: the password must be changed first; log in to the console to do so"
                            .formatted(login.caller().username()));
        }
    }

    /** Whether this is the password of an account that has one. */
    public boolean isPasswordOf(UserRow user, String password) {
        return password.length() <= LONGEST_PASSWORD && passwords.matches(password, user.password());
    }

    /**
     * Checks a password, outside of any transaction because that takes long; an unknown name takes as long, and is told the same, as a
     * wrong password. Gives what a session keeps, also when the password must be changed first; throws ACCOUNT_SUSPENDED.
     */
    public Login enter(String username, String password) {
        Optional<UserRow> user =
                password.length() > LONGEST_PASSWORD ? Optional.empty() : transaction.separate(() -> find(username));
        Optional<String> hash = user.map(UserRow::password);
        boolean right = hash.isPresent() ? passwords.matches(password, hash.get()) : matchNobody(password);
        if (!right) {
            throw new ProblemException(Problem.CREDENTIALS_WRONG, "Logging in: name or password is wrong");
        }
        renew(user.orElseThrow(), password);
        return entered(user.orElseThrow());
    }

    /** Whoever has just given the password is the only one who can have it hashed at today's cost. */
    private void renew(UserRow user, String password) {
        if (passwords.isTooCheap(user.password())) {
            String renewed = passwords.hash(password);
            transaction.separate(() -> users.rehash(user.id(), user.password(), renewed));
        }
    }

    private Login entered(UserRow user) {
        boolean oneTime = user.passwordExpires() != null;
        if (oneTime && !clock.instant().isBefore(user.passwordExpires())) {
            throw new ProblemException(
                    Problem.CREDENTIALS_WRONG,
                    "Logging in as `%s`: the one-time password expired at %s; an administrator can give another"
                            .formatted(user.name(), user.passwordExpires()));
        }
        return login(user);
    }

    /** The login of an account that has passed the first step, however that was; throws ACCOUNT_SUSPENDED. No login is made elsewhere. */
    public Login login(UserRow user) {
        return new Login(ofSession(user), user.epoch(), user.passwordExpires() != null, user.twoStep());
    }

    /** Whether this is an administrator who may not act as one in the console, because the settings want two-step login. */
    public boolean lacksTwoStep(UserRow user) {
        return settings.lacksTwoStep(user);
    }

    /** An administrator whose password alone is not enough is a user until two-step login is on. */
    private Caller ofSession(UserRow user) {
        Caller caller = caller(user);
        return lacksTwoStep(user) ? Caller.loggedIn(user.id(), user.name(), Role.USER) : caller;
    }

    /** The account with this name, for what was begun in its name before; throws CREDENTIALS_WRONG and ACCOUNT_SUSPENDED. */
    public Caller byName(String username) {
        return find(username)
                .map(Users::caller)
                .orElseThrow(() -> new ProblemException(
                        Problem.CREDENTIALS_WRONG, "Looking for account `%s`: there is none".formatted(username)));
    }

    /** The account of a session that logged in before, as it is now; throws CREDENTIALS_WRONG when it was ended, and ACCOUNT_SUSPENDED. */
    public Caller bySession(long userId, int epoch) {
        UserRow user = users.find(userId)
                .orElseThrow(() -> new ProblemException(
                        Problem.CREDENTIALS_WRONG, "Looking for the account of a session: there is none"));
        Caller caller = ofSession(user);
        if (user.epoch() != epoch) {
            throw new ProblemException(
                    Problem.CREDENTIALS_WRONG,
                    "Going on with a session of `%s`: it has ended; log in again".formatted(user.name()));
        }
        return caller;
    }

    /** Makes the first account when there is none, and says its password once when nobody has given one. @return its name; empty when there was one */
    public Optional<String> makeAdministrator() {
        if (!users.isEmpty()) {
            return Optional.empty();
        }
        boolean given = !settings.password().isEmpty();
        String password =
                given ? settings.password() : BearerSecret.random(random).text();
        users.insert(
                NewUser.withPassword(settings.administrator(), passwords.hash(password), Role.ADMINISTRATOR.word()),
                clock.instant());
        LOG.log(
                Level.INFO,
                given
                        ? "First start: account `{0}` is the administrator, with the password of the settings"
                        : "First start: account `{0}` is the administrator, with password `{1}`; this line comes only"
                                + " once",
                settings.administrator(),
                given ? "" : password);
        return Optional.of(settings.administrator());
    }

    /** The account of a name, which is not checked. */
    public Optional<UserRow> find(String username) {
        return isName(username) ? users.find(username) : Optional.empty();
    }

    /** Whether an account may have the name. */
    public static boolean isName(String username) {
        return NAME.matcher(username).matches();
    }

    /** Whoever comes in the name of an account comes through here; throws ACCOUNT_SUSPENDED. */
    public static Caller caller(UserRow user) {
        if (user.isSuspended()) {
            throw new ProblemException(
                    Problem.ACCOUNT_SUSPENDED,
                    "Coming in as `%s`: the account was suspended at %s%s"
                            .formatted(
                                    user.name(),
                                    user.suspended().truncatedTo(ChronoUnit.SECONDS),
                                    user.notice().isEmpty() ? "" : ": " + user.notice()));
        }
        return Caller.loggedIn(user.id(), user.name(), Role.ofWord(user.role()));
    }

    private boolean matchNobody(String password) {
        passwords.matchNobody(password.substring(0, Math.min(password.length(), LONGEST_PASSWORD)));
        return false;
    }
}
