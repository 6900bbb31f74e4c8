// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.access;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.store.AccessTokenStore;
import io.slipway.master.store.AccessTokenStore.TokenRow;
import io.slipway.master.store.Stores;
import io.slipway.master.store.UserStore;
import io.slipway.master.store.UserStore.UserRow;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Personal access tokens: made once, shown once, known by their hash. */
public final class AccessTokens {
    private static final String PREFIX = "slipway_";
    private static final int LONGEST_NAME = 200;
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);
    private static final int MOST = 500;
    private static final Duration EXPIRED_SHOWN_FOR = Duration.ofDays(30);

    private final AccessTokenStore tokens;
    private final UserStore users;
    private final JobTokens jobTokens;
    private final AccessSettings settings;
    private final SecureRandom random;
    private final Clock clock;

    public AccessTokens(Stores stores, JobTokens jobTokens, AccessSettings settings, SecureRandom random, Clock clock) {
        this.jobTokens = jobTokens;
        this.tokens = stores.tokens();
        this.users = stores.users();
        this.settings = settings;
        this.random = random;
        this.clock = clock;
    }

    /** Who a token stands for, with the token's grants. */
    public Caller caller(String text) {
        if (JobTokens.isOne(text)) {
            return jobTokens.caller(text);
        }
        TokenRow token = tokens.find(new BearerSecret(text).hash())
                .orElseThrow(() ->
                        new ProblemException(Problem.CREDENTIALS_WRONG, "Calling with a token: it is not known here"));
        Instant now = clock.instant();
        if (!now.isBefore(token.expires())) {
            throw new ProblemException(
                    Problem.TOKEN_EXPIRED,
                    "Calling with a token of `%s`: it expired at %s"
                            .formatted(token.owner().name(), token.expires()));
        }
        Caller owner = Users.caller(token.owner());
        if (token.lastUsed() == null || token.lastUsed().isBefore(now.minus(USE_NOTED_EVERY))) {
            tokens.used(token.id(), now);
        }
        return new Caller(owner.userId(), owner.username(), owner.role(), Grant.split(token.grants()));
    }

    /** The caller's tokens, newest first; one that has expired is among them for a while. */
    public List<AccessToken> list(Caller caller) {
        Permissions.require(caller, Permissions.PROFILE_READ);
        Instant now = clock.instant();
        return tokens.of(caller.userId()).stream().map(row -> view(row, now)).toList();
    }

    /** Takes one of the caller's tokens back: it works no more. */
    public void revoke(Caller caller, long id) {
        Permissions.require(caller, Permissions.PROFILE_WRITE);
        if (!tokens.remove(caller.userId(), id)) {
            throw new ProblemException(
                    Problem.TOKEN_UNKNOWN, "Revoking access token %d: there is none among yours".formatted(id));
        }
    }

    private static AccessToken view(TokenRow row, Instant now) {
        return new AccessToken(
                row.id(),
                row.name(),
                Grant.split(row.grants()),
                row.created(),
                row.expires(),
                !now.isBefore(row.expires()),
                row.lastUsed());
    }

    /** Makes a token for the caller, or, when an administrator calls, for anybody. A token of few scopes makes none, that would outlive it. */
    public IssuedToken issue(Caller caller, String username, String name, Set<Grant> grants, Duration lifetime) {
        Permissions.require(caller, Permissions.PROFILE_WRITE);
        Permissions.requireEverything(caller, "Making an access token");
        UserRow owner = owner(caller, username);
        if (settings.lacksTwoStep(owner)) {
            throw new ProblemException(
                    Problem.TWO_STEP_NEEDED,
                    "Making a token for `%s`: administrators must turn on two-step login first, on the page `/settings/two-step`"
                            .formatted(owner.name()));
        }
        check(name, grants, lifetime);
        BearerSecret secret = BearerSecret.random(random, PREFIX);
        Instant now = clock.instant();
        Instant expires = now.plus(lifetime);
        requireRoom(owner, now);
        long id = tokens.insert(owner.id(), name.strip(), secret.hash(), Grant.join(grants), now, expires);
        return new IssuedToken(id, secret.text(), name.strip(), grants, expires);
    }

    private void requireRoom(UserRow owner, Instant now) {
        tokens.forget(owner.id(), now.minus(EXPIRED_SHOWN_FOR));
        if (tokens.lockAndCount(owner.id()) >= MOST) {
            throw new ProblemException(
                    Problem.TOKENS_TOO_MANY,
                    "Making a token: `%s` has %d, which is as many as are allowed; revoke one first"
                            .formatted(owner.name(), MOST));
        }
    }

    private UserRow owner(Caller caller, String username) {
        if (!caller.administrator() && !caller.username().equals(username)) {
            throw new ProblemException(
                    Problem.NOT_PERMITTED,
                    "Making a token for `%s`: you are `%s`; only administrators make tokens for others"
                            .formatted(username, caller.username()));
        }
        return users.find(username)
                .orElseThrow(() -> illegal("Making a token for `%s`: there is no such account".formatted(username)));
    }

    private void check(String name, Set<Grant> grants, Duration lifetime) {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw illegal(
                    "Making a token: its name has %d characters; 1 to %d are allowed, none of them a control character"
                            .formatted(name.strip().length(), LONGEST_NAME));
        }
        if (grants.isEmpty()) {
            throw illegal("Making a token without grants: one or more are needed");
        }
        if (lifetime.isNegative() || lifetime.isZero() || lifetime.compareTo(settings.longestToken()) > 0) {
            throw illegal("Making a token that works for %s: more than nothing and at most %s is allowed"
                    .formatted(lifetime, settings.longestToken()));
        }
    }

    private static ProblemException illegal(String sentence) {
        return new ProblemException(Problem.REQUEST_ILLEGAL, sentence);
    }
}
