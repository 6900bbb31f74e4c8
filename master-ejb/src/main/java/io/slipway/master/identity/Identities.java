// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.identity;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Login;
import io.slipway.master.access.Permissions;
import io.slipway.master.access.Role;
import io.slipway.master.access.Users;
import io.slipway.master.account.AboutUser;
import io.slipway.master.audit.Act;
import io.slipway.master.audit.AuditTrail;
import io.slipway.master.audit.Deed;
import io.slipway.master.store.IdentityStore;
import io.slipway.master.store.IdentityStore.IdentityRow;
import io.slipway.master.store.Stores;
import io.slipway.master.store.UserStore;
import io.slipway.master.store.UserStore.NewUser;
import io.slipway.master.store.UserStore.UserRow;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whose login it is when an OpenID provider has told of a person: that of the account to which issuer and subject are linked, and of
 * no other, whatever the person's name or e-mail address are.
 */
public final class Identities {
    private static final int MOST = 20;
    private static final Pattern SUBJECT = Pattern.compile("[\\x20-\\x7e]{1,255}");
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_SHOWN = 200;
    private static final int MOST_NAMESAKES = 1_000;
    private static final String NAMELESS = "user";

    private final IdentityStore identities;
    private final UserStore userStore;
    private final Users users;
    private final AuditTrail audit;
    private final Clock clock;

    public Identities(Stores stores, Users users, AuditTrail audit, Clock clock) {
        this.audit = audit;
        this.identities = stores.identities();
        this.userStore = stores.users();
        this.users = users;
        this.clock = clock;
    }

    /**
     * Logs a person in.
     *
     * @param createsAccounts whether who is not known gets an account; else throws IDENTITY_UNKNOWN
     */
    public Login enter(Person person, boolean createsAccounts) {
        check(person);
        Instant now = clock.instant();
        Optional<IdentityRow> known = identities.lock(person.issuer(), person.subject());
        if (known.isPresent()) {
            Login login = login(userStore.find(known.get().owner()).orElseThrow());
            identities.used(person.issuer(), person.subject(), shown(person), now);
            return login;
        }
        if (!createsAccounts) {
            throw new ProblemException(
                    Problem.IDENTITY_UNKNOWN,
                    "Logging in by OpenID as `%s`: no account here is linked to it; log in by password and link it in your settings, or ask an administrator for an account"
                            .formatted(shown(person)));
        }
        UserRow user = create(person, now);
        identities.insert(row(person, user.id(), now));
        Login login = login(user);
        audit.done(login.caller(), Deed.of(Act.ACCOUNT_CREATED, user.name()).with("by", "openid"));
        return login;
    }

    /** Links a person to the caller, who logs in that way too from now on; once more changes nothing. */
    public void link(Caller caller, Person person) {
        Permissions.require(caller, Permissions.PROFILE_WRITE);
        check(person);
        Optional<IdentityRow> known = identities.lock(person.issuer(), person.subject());
        if (known.isPresent()) {
            if (known.get().owner() != caller.userId()) {
                throw new ProblemException(
                        Problem.IDENTITY_TAKEN,
                        "Linking `%s`: it is linked to another account here; its user must remove it there first"
                                .formatted(shown(person)));
            }
            return;
        }
        if (identities.lockAndCount(caller.userId()) >= MOST) {
            throw new ProblemException(
                    Problem.REQUEST_ILLEGAL,
                    "Linking `%s`: %d are linked to your account, which is as many as are allowed"
                            .formatted(shown(person), MOST));
        }
        identities.insert(row(person, caller.userId(), clock.instant()));
    }

    /** What is linked to the caller's account, oldest first. */
    public List<Identity> list(Caller caller) {
        Permissions.require(caller, Permissions.PROFILE_READ);
        return identities.of(caller.userId()).stream().map(Identity::of).toList();
    }

    /** Removes what is linked to the caller's account; throws LOGIN_LAST when there would be no login left. */
    public void unlink(Caller caller, String issuer, String subject) {
        Permissions.require(caller, Permissions.PROFILE_WRITE);
        int count = identities.lockAndCount(caller.userId());
        boolean hasPassword =
                userStore.find(caller.userId()).map(UserRow::password).isPresent();
        if (!hasPassword && count <= 1) {
            throw new ProblemException(
                    Problem.LOGIN_LAST,
                    "Removing `%s`: your account has no password, so there would be no way left to log in"
                            .formatted(issuer));
        }
        if (!identities.remove(caller.userId(), issuer, subject)) {
            throw new ProblemException(
                    Problem.IDENTITY_UNKNOWN, "Removing `%s`: it is not linked to your account".formatted(issuer));
        }
    }

    private UserRow create(Person person, Instant now) {
        String name = legal(person.name());
        for (int number = 1; number <= MOST_NAMESAKES; number++) {
            String numbered = numbered(name, number);
            Optional<UserRow> stored = userStore.find(numbered).isPresent()
                    ? Optional.empty()
                    : insert(numbered, person.email(), now).or(() -> insert(numbered, "", now));
            if (stored.isPresent()) {
                return stored.get();
            }
        }
        throw new ProblemException(
                Problem.ACCOUNT_TAKEN,
                "Making an account for `%s`: `%s` and %,d more with a number behind it are taken"
                        .formatted(shown(person), name, MOST_NAMESAKES));
    }

    /** An e-mail address that another account has is left out: it links nobody to that account. */
    private Optional<UserRow> insert(String name, String email, Instant now) {
        return userStore.insert(
                new NewUser(name, null, null, Role.USER.word(), AboutUser.isEmail(email) ? email : null), now);
    }

    /** What an account may be called, as near as can be to what the provider calls the person. */
    static String legal(String name) {
        String plain = name.toLowerCase(Locale.ROOT)
                .replaceFirst("@.*$", "")
                .replaceAll("[^a-z0-9_.-]+", "-")
                .replaceFirst("^[.-]+", "");
        String cut = plain.length() <= LONGEST_NAME ? plain : plain.substring(0, LONGEST_NAME);
        return Users.isName(cut) ? cut : NAMELESS;
    }

    private static String numbered(String name, int number) {
        String suffix = number == 1 ? "" : Integer.toString(number);
        return name.substring(0, Math.min(name.length(), LONGEST_NAME - suffix.length())) + suffix;
    }

    private Login login(UserRow user) {
        return users.login(user).withoutPassword();
    }

    private static IdentityRow row(Person person, long owner, Instant now) {
        return new IdentityRow(person.issuer(), person.subject(), owner, shown(person), now, now);
    }

    private static String shown(Person person) {
        String name = person.name().isEmpty() ? person.subject() : person.name();
        return name.codePoints()
                .limit(LONGEST_SHOWN)
                .map(point ->
                        Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE ? ' ' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static void check(Person person) {
        if (!SUBJECT.matcher(person.subject()).matches()) {
            throw new ProblemException(
                    Problem.OPENID_REFUSED,
                    "Logging in by OpenID: the provider's `sub` has %d characters; 1 to 255 of ASCII are allowed"
                            .formatted(person.subject().length()));
        }
    }
}
