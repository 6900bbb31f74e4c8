// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.access;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.store.Transaction;
import io.slipway.master.store.UserStore;
import io.slipway.master.store.UserStore.UserRow;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Clock;
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

    /** Checks a password, outside of any transaction because that takes long; an unknown name takes as long, and is told the same, as a wrong password. */
    public Caller login(String username, String password) {
        Optional<UserRow> user =
                password.length() > LONGEST_PASSWORD ? Optional.empty() : transaction.separate(() -> find(username));
        boolean right =
                user.isPresent() ? passwords.matches(password, user.get().password()) : matchNobody(password);
        if (!right) {
            throw new ProblemException(Problem.CREDENTIALS_WRONG, "Logging in: name or password is wrong");
        }
        return caller(user.orElseThrow());
    }

    /** The account of a session that logged in before. */
    public Caller byName(String username) {
        return find(username)
                .map(Users::caller)
                .orElseThrow(() -> new ProblemException(
                        Problem.CREDENTIALS_WRONG, "Looking for account `%s`: there is none".formatted(username)));
    }

    /** Makes the first account when there is none, and says its password once when nobody has given one. */
    public void makeAdministrator() {
        if (!users.isEmpty()) {
            return;
        }
        boolean given = !settings.password().isEmpty();
        String password =
                given ? settings.password() : BearerSecret.random(random).text();
        users.insert(settings.administrator(), passwords.hash(password), true, clock.instant());
        LOG.log(
                Level.INFO,
                given
                        ? "First start: account `{0}` is the administrator, with the password of the settings"
                        : "First start: account `{0}` is the administrator, with password `{1}`; this line comes only once",
                settings.administrator(),
                given ? "" : password);
    }

    /** Whether an account may be named so. */
    public static boolean isLegal(String username) {
        return NAME.matcher(username).matches();
    }

    private Optional<UserRow> find(String username) {
        return isLegal(username) ? users.find(username) : Optional.empty();
    }

    static Caller caller(UserRow user) {
        return Caller.loggedIn(user.id(), user.name(), user.administrator());
    }

    private boolean matchNobody(String password) {
        passwords.matchNobody(password.substring(0, Math.min(password.length(), LONGEST_PASSWORD)));
        return false;
    }
}
