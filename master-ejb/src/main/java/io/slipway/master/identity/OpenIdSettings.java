// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.identity;

import static java.util.Objects.requireNonNull;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.settings.Settings;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * The OpenID provider by which people log in.
 *
 * @param issuer its address, as it names itself
 * @param clientId what it calls this master
 * @param clientSecret empty for a client that has none
 * @param name what people call it
 * @param usernameClaim which claim says what somebody is to be called here
 * @param createsAccounts whether somebody who comes for the first time gets an account
 * @param callback where the provider sends people back to
 */
public record OpenIdSettings(
        URI issuer,
        String clientId,
        String clientSecret,
        String name,
        String usernameClaim,
        boolean createsAccounts,
        URI callback) {
    /** Path, below the console's address, of {@link #callback}. */
    public static final String CALLBACK = "/login/openid/callback";

    private static final Set<String> OWN_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    public OpenIdSettings {
        requireNonNull(issuer, "issuer");
        requireNonNull(clientId, "clientId");
        requireNonNull(clientSecret, "clientSecret");
        requireNonNull(name, "name");
        requireNonNull(usernameClaim, "usernameClaim");
        requireNonNull(callback, "callback");
    }

    /**
     * Keys {@code openid.issuer}, {@code openid.client-id}, {@code openid.client-secret}, {@code openid.name}, {@code
     * openid.claims.username}, {@code openid.create-accounts}; empty without the first.
     *
     * @param origin where people reach the console
     */
    public static Optional<OpenIdSettings> from(Settings settings, URI origin) {
        String issuer = settings.text("openid.issuer", "");
        String clientId = settings.text("openid.client-id", "");
        String clientSecret = settings.text("openid.client-secret", "");
        String name = settings.text("openid.name", "OpenID");
        String usernameClaim = settings.text("openid.claims.username", "preferred_username");
        boolean createsAccounts = settings.flag("openid.create-accounts", false);
        if (issuer.isEmpty()) {
            return Optional.empty();
        }
        if (clientId.isEmpty()) {
            settings.text("openid.client-id");
        }
        return Optional.of(new OpenIdSettings(
                secure(settings.address("openid.issuer", null)),
                clientId,
                clientSecret,
                name,
                usernameClaim,
                createsAccounts,
                URI.create(origin.toString().replaceAll("/+$", "") + CALLBACK)));
    }

    /** What a provider says is trusted because of TLS; only on the own machine it may do without. */
    private static URI secure(URI issuer) {
        boolean tls = "https".equals(issuer.getScheme()) && issuer.getHost() != null;
        boolean own = "http".equals(issuer.getScheme()) && OWN_MACHINE.contains(issuer.getHost());
        if (tls || own) {
            return issuer;
        }
        throw new ProblemException(
                Problem.SETTING_ILLEGAL,
                "Key `openid.issuer` is `%s`; an address that begins with `https://` is allowed, and `http://` on this machine"
                        .formatted(issuer));
    }

    /** Leaves out the secret. */
    @Override
    public String toString() {
        return "OpenID provider " + issuer;
    }
}
