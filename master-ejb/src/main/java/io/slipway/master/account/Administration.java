// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.account;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.JobId;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Passwords;
import io.slipway.master.access.Permissions;
import io.slipway.master.access.Role;
import io.slipway.master.access.Users;
import io.slipway.master.audit.Act;
import io.slipway.master.audit.AuditTrail;
import io.slipway.master.audit.Deed;
import io.slipway.master.store.JobStore;
import io.slipway.master.store.Stores;
import io.slipway.master.store.Transaction;
import io.slipway.master.store.UserStore;
import io.slipway.master.store.UserStore.NewUser;
import io.slipway.master.store.UserStore.UserRow;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * How administrators keep the accounts.
 *
 * <p>There is always an administrator who can log in: the rows of all of them are locked before one is taken away, so that of two who
 * take each other away, one finds nobody left.
 */
public final class Administration {
    private static final Logger LOG = System.getLogger(Administration.class.getName());
    private static final int LONGEST_SEARCH = 256;
    private static final int LONGEST_NOTICE = 1_000;
    private static final Duration ONE_TIME = Duration.ofDays(7);

    private final UserStore users;
    private final JobStore jobs;
    private final Passwords passwords;
    private final BiConsumer<Caller, JobId> cancel;
    private final Runnable resumed;
    private final AuditTrail audit;
    private final Transaction transaction;
    private final SecureRandom random;
    private final Clock clock;

    /** What the administration has others do. */
    public record Effects(BiConsumer<Caller, JobId> cancel, Runnable resumed) {}

    /** @param effects how a job is cancelled, and who is told that jobs which wait may be handed out again */
    public Administration(
            Stores stores,
            Passwords passwords,
            Effects effects,
            AuditTrail audit,
            Transaction transaction,
            SecureRandom random,
            Clock clock) {
        this.users = stores.users();
        this.jobs = stores.jobs();
        this.passwords = passwords;
        this.audit = audit;
        this.cancel = effects.cancel();
        this.resumed = effects.resumed();
        this.transaction = transaction;
        this.random = random;
        this.clock = clock;
    }

    /**
     * Lists accounts by name.
     *
     * @param search what name or e-mail address contain; empty for all
     * @param start name of the first account to list; empty for the first of all
     */
    public AccountPage list(Caller caller, String search, String start) {
        Permissions.administer(caller, Permissions.PROFILE_READ, "Listing accounts");
        if (search.length() > LONGEST_SEARCH
                || start.length() > LONGEST_SEARCH
                || (search + start).indexOf('\0') >= 0) {
            throw new ProblemException(
                    Problem.REQUEST_ILLEGAL,
                    "Listing accounts: `search` and `start` may have %d characters of text".formatted(LONGEST_SEARCH));
        }
        List<UserRow> rows = users.list(search.strip(), start, AccountPage.SIZE + 1);
        boolean more = rows.size() > AccountPage.SIZE;
        return new AccountPage(
                rows.stream().limit(AccountPage.SIZE).map(AccountView::of).toList(),
                more ? rows.get(AccountPage.SIZE).name() : "",
                users.count(search.strip()));
    }

    /** One account; throws ACCOUNT_UNKNOWN. */
    public AccountView find(Caller caller, String name) {
        Permissions.administer(caller, Permissions.PROFILE_READ, "Looking at accounts");
        return AccountView.of(found(name));
    }

    /**
     * Makes an account with a one-time password. Makes its own transactions, because hashing takes long.
     *
     * @param email empty for none
     */
    public NewAccount create(Caller caller, String name, String email, Role role) {
        administer(caller, "Making an account");
        requireUnlimited(caller, role);
        if (!Users.isName(name)) {
            throw new ProblemException(
                    Problem.REQUEST_ILLEGAL,
                    "Making account `%s`: 1 to 64 of lower-case letters, digits, `_`, `.` and `-` are allowed, the first a letter, digit or `_`"
                            .formatted(name.length() > LONGEST_SEARCH ? name.substring(0, LONGEST_SEARCH) : name));
        }
        String address = AboutUser.email(email);
        String password = OneTimePassword.random(random);
        NewUser user = new NewUser(
                name,
                passwords.hash(password),
                clock.instant().plus(ONE_TIME),
                role.word(),
                address.isEmpty() ? null : address);
        return transaction.separate(() -> {
            UserRow row = users.insert(user, clock.instant()).orElseThrow(() -> taken(user));
            audit.done(caller, Deed.of(Act.ACCOUNT_CREATED, name).with("role", role.word()));
            return new NewAccount(AccountView.of(row), password);
        });
    }

    /** Gives an account another role; throws ADMINISTRATOR_LAST when no administrator would be left. */
    public AccountView changeRole(Caller caller, String name, Role role) {
        administer(caller, "Changing the role of `%s`".formatted(name));
        requireUnlimited(caller, role);
        List<Long> administrators = lockAdministrators(caller);
        UserRow user = found(name);
        if (role == Role.USER && administrators.equals(List.of(user.id()))) {
            throw new ProblemException(
                    Problem.ADMINISTRATOR_LAST,
                    "Changing the role of `%s`: no administrator would be left; make another account one first"
                            .formatted(name));
        }
        users.role(user.id(), role.word(), clock.instant());
        return AccountView.of(found(name));
    }

    /**
     * Suspends an account: its sessions end, its tokens are refused, its jobs that wait stay where they are until it is resumed.
     *
     * @param notice what the user reads
     * @param cancelJobs whether the jobs that run are cancelled and the guests that stand by ended; else they go on to their end
     */
    public AccountView suspend(Caller caller, String name, String notice, boolean cancelJobs) {
        administer(caller, "Suspending `%s`".formatted(name));
        String checked = notice(name, notice.strip());
        lockAdministrators(caller);
        UserRow user = found(name);
        if (user.id() == caller.userId()) {
            throw new ProblemException(
                    Problem.ACCOUNT_OWN, "Suspending `%s`: this is you; another administrator may".formatted(name));
        }
        users.suspend(user.id(), checked, clock.instant());
        if (cancelJobs) {
            // All of them are locked before the first ends: who ends a job locks its group afterwards.
            jobs.lockOnRunners(user.id()).forEach(job -> cancel(caller, job));
        }
        return AccountView.of(found(name));
    }

    private void cancel(Caller caller, JobId job) {
        try {
            cancel.accept(caller, job);
        } catch (ProblemException e) {
            if (e.problem() != Problem.JOB_ENDED) {
                throw e;
            }
            LOG.log(Level.DEBUG, "Job {0} has ended by itself meanwhile", job);
        }
    }

    /** Takes a suspension back; without effect when there is none. */
    public AccountView resume(Caller caller, String name) {
        administer(caller, "Resuming `%s`".formatted(name));
        if (users.resume(found(name).id(), clock.instant())) {
            resumed.run();
        }
        return AccountView.of(found(name));
    }

    /** Gives an account a one-time password and ends its sessions; its tokens go on. Makes its own transactions. */
    public NewAccount resetPassword(Caller caller, String name) {
        administer(caller, "Resetting the password of `%s`".formatted(name));
        requireUnlimited(caller, Role.ADMINISTRATOR);
        String password = OneTimePassword.random(random);
        String hash = passwords.hash(password);
        return transaction.separate(() -> {
            UserRow user = found(name);
            Instant now = clock.instant();
            if (user.id() == caller.userId()) {
                throw new ProblemException(
                        Problem.ACCOUNT_OWN,
                        "Resetting the password of `%s`: this is you; change it in your settings".formatted(name));
            }
            users.password(user.id(), hash, now.plus(ONE_TIME), now);
            audit.done(caller, Deed.of(Act.PASSWORD_RESET, name));
            return new NewAccount(AccountView.of(found(name)), password);
        });
    }

    private static void administer(Caller caller, String doing) {
        Permissions.administer(caller, Permissions.PROFILE_WRITE, doing);
    }

    /** Whoever makes an administrator could log in as that one: a token of few scopes may not come to all of them that way. */
    private static void requireUnlimited(Caller caller, Role role) {
        if (role == Role.ADMINISTRATOR) {
            Permissions.requireEverything(caller, "Making an administrator");
        }
    }

    /** The caller must still be one when the others of them can no longer change that. */
    private List<Long> lockAdministrators(Caller caller) {
        List<Long> administrators = users.lockAdministrators();
        if (!administrators.contains(caller.userId())) {
            throw new ProblemException(
                    Problem.NOT_PERMITTED,
                    "Changing accounts as `~%s`: you are no administrator any more".formatted(caller.username()));
        }
        return administrators;
    }

    private static String notice(String name, String notice) {
        int length = notice.codePointCount(0, notice.length());
        if (length == 0 || length > LONGEST_NOTICE || notice.chars().anyMatch(Character::isISOControl)) {
            throw new ProblemException(
                    Problem.REQUEST_ILLEGAL,
                    "Suspending `%s`: the notice has %d characters; one line of 1 to %d is allowed"
                            .formatted(name, length, LONGEST_NOTICE));
        }
        return notice;
    }

    private ProblemException taken(NewUser user) {
        return users.find(user.name()).isPresent()
                ? new ProblemException(
                        Problem.ACCOUNT_TAKEN,
                        "Making account `%s`: there is one with this name already".formatted(user.name()))
                : new ProblemException(
                        Problem.EMAIL_TAKEN,
                        "Making account `%s`: `%s` is the address of another account; each may have its own"
                                .formatted(user.name(), user.email()));
    }

    private UserRow found(String name) {
        return (Users.isName(name) ? users.find(name) : Optional.<UserRow>empty())
                .orElseThrow(() -> new ProblemException(
                        Problem.ACCOUNT_UNKNOWN, "Looking for account `%s`: there is none".formatted(name)));
    }
}
