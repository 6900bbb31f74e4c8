// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.login;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.error.TriesException;
import io.slipway.master.access.AccessTokens;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Login;
import io.slipway.master.access.Users;
import io.slipway.master.audit.Act;
import io.slipway.master.audit.AuditedDoors;
import io.slipway.master.limit.ClientNetwork;
import io.slipway.master.limit.Limit;
import io.slipway.master.limit.Tries;
import io.slipway.master.limit.Tries.Try;
import io.slipway.master.store.Transaction;
import io.slipway.master.twostep.TwoStep;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The door for names, passwords and tokens, with its limits. Makes its own transactions.
 *
 * <p>Guesses are limited for an account from one network, and for the network; so a stranger shuts an account for his own network alone.
 * Guesses from many networks at once do not shut it either: they are slowed down. A token cannot be guessed, so a good one is always taken;
 * its limit keeps the bad ones from being looked at and told of without end.
 */
public final class LogIn {
    private static final String DOING = "Logging in";

    private final Users users;
    private final AccessTokens tokens;
    private final TwoStep twoStep;
    private final Tries tries;
    private final Pauses pauses;
    private final AuditedDoors audit;
    private final Transaction transaction;

    public LogIn(
            Users users,
            AccessTokens tokens,
            TwoStep twoStep,
            Tries tries,
            AuditedDoors audit,
            Transaction transaction) {
        this.users = users;
        this.tokens = tokens;
        this.twoStep = twoStep;
        this.tries = tries;
        this.pauses = new Pauses(tries.pause(), duration -> Thread.sleep(duration.toMillis()));
        this.audit = audit;
        this.transaction = transaction;
    }

    /** Checks a name and a password for a session, like {@link Users#enter}; throws TRIES_TOO_MANY besides. */
    public Login enter(String username, String password, ClientNetwork from) {
        Login login = guarded(username, from, () -> users.enter(username, password));
        came(login, from);
        return login;
    }

    /**
     * Checks all that a login needs at once; throws what {@link #enter} does, PASSWORD_ONE_TIME, CODE_MISSING and CODE_WRONG.
     *
     * @param code of the second step; empty for none
     */
    public Caller login(String username, String password, String code, ClientNetwork from) {
        Login login = guarded(username, from, () -> users.enter(username, password));
        Users.requireOwnPassword(login);
        if (login.needsCode() && code.isBlank()) {
            throw new ProblemException(
                    Problem.CODE_MISSING,
                    "Logging in as `%s`: the account has two-step login; a code of the app is needed too"
                            .formatted(username));
        }
        return pass(login.caller().userId(), login.epoch(), code, from).caller();
    }

    /** The second step of a login, like {@link TwoStep#pass}. */
    public Login pass(long userId, int epoch, String code, ClientNetwork from) {
        Login login = twoStep.pass(userId, epoch, code, from.text());
        came(login, from);
        return login;
    }

    /** Somebody has come in, unless a second step is left. */
    public void came(Login login, ClientNetwork from) {
        if (!login.needsCode()) {
            audit.came(Act.LOGGED_IN, login.caller().username(), from.text(), "");
        }
    }

    /** Who a token stands for, like {@link AccessTokens#caller}; throws TRIES_TOO_MANY besides. */
    public Caller byToken(String token, ClientNetwork from) {
        return tries.look(
                Limit.TOKEN,
                from.text(),
                "Calling with a token that is not known here",
                Problem.CREDENTIALS_WRONG,
                () -> tokens.caller(token));
    }

    private <T> T guarded(String username, ClientNetwork from, Supplier<T> check) {
        Guess guess;
        try {
            guess = count(username, from);
            slowDown(guess);
        } catch (TriesException e) {
            audit.refused(Act.LOGIN_LIMITED, known(username), from.text(), e.problem());
            throw e;
        }
        try {
            T result = check.get();
            guess.wasRight();
            return result;
        } catch (ProblemException e) {
            if (e.problem() == Problem.CREDENTIALS_WRONG) {
                audit.refused(Act.LOGIN_FAILED, known(username), from.text(), e.problem());
            } else {
                guess.giveBack();
            }
            throw e;
        }
    }

    private Guess count(String username, ClientNetwork from) {
        Try network = tries.take(Limit.LOGIN_NETWORK, from.text(), DOING);
        try {
            Try pair = tries.take(Limit.LOGIN, username + " " + from.text(), DOING);
            return new Guess(network, pair, tries.taken(Limit.LOGIN_ACCOUNT, username));
        } catch (TriesException e) {
            network.giveBack();
            throw e;
        }
    }

    /** Slows guesses for an account down that too many guess for; counts none for which there is no place to wait. */
    private void slowDown(Guess guess) {
        if (guess.account().isPresent()) {
            return;
        }
        try {
            pauses.await(DOING);
        } catch (TriesException e) {
            guess.giveBack();
            throw e;
        }
    }

    /** The name of an account that there is. */
    private String known(String username) {
        return transaction.separate(() -> users.find(username)).isPresent() ? username : "";
    }

    /** A password that was counted before it is looked at. */
    private record Guess(Try network, Try pair, Optional<Try> account) {
        void wasRight() {
            network.giveBack();
            pair.clear();
            account.ifPresent(Try::giveBack);
        }

        /** It was right, or was not looked at. */
        void giveBack() {
            network.giveBack();
            pair.giveBack();
            account.ifPresent(Try::giveBack);
        }
    }
}
