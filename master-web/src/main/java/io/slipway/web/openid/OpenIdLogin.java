// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.AuthorizedParty;
import com.nimbusds.openid.connect.sdk.claims.ClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.PersonClaims;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.identity.OpenIdSettings;
import io.slipway.master.identity.Person;
import io.slipway.web.openid.Discovery.Provider;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** The client of one OpenID provider: where it sends people, and what it makes of their coming back. */
final class OpenIdLogin {
    private static final Logger LOG = System.getLogger(OpenIdLogin.class.getName());
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MOST_SKEW_SECONDS = 60;
    private static final int LONGEST_SAID = 300;

    private final OpenIdSettings settings;
    private final Discovery discovery;
    private final ClientID client;

    OpenIdLogin(OpenIdSettings settings, Clock clock) {
        this.settings = settings;
        this.discovery = new Discovery(settings.issuer(), TIMEOUT, clock);
        this.client = new ClientID(settings.clientId());
    }

    /** The provider's address to which the browser is to go; throws OPENID_AWAY. */
    URI address(PendingLogin login) {
        return new AuthenticationRequest.Builder(
                        ResponseType.CODE, new Scope("openid", "profile", "email"), client, settings.callback())
                .endpointURI(discovery.provider().metadata().getAuthorizationEndpointURI())
                .state(new State(login.state()))
                .nonce(new Nonce(login.nonce()))
                .codeChallenge(new CodeVerifier(login.verifier()), CodeChallengeMethod.S256)
                .build()
                .toURI();
    }

    /**
     * Whom the provider tells of; throws OPENID_REFUSED or OPENID_AWAY.
     *
     * @param answer the address, with its query, at which the browser came back
     */
    Person person(PendingLogin login, URI answer) {
        Provider provider = discovery.provider();
        try {
            AuthorizationCode code = code(provider, login, answer);
            OIDCTokenResponse tokens = tokens(provider, login, code);
            IDTokenClaimsSet claims =
                    validator(provider).validate(tokens.getOIDCTokens().getIDToken(), new Nonce(login.nonce()));
            requireForUs(claims);
            return person(provider, claims, tokens);
        } catch (ParseException | BadJOSEException e) {
            throw refused(e.getMessage(), e);
        } catch (JOSEException | IOException e) {
            throw new ProblemException(
                    Problem.OPENID_AWAY,
                    "Logging in by OpenID: provider `%s`: %s".formatted(settings.issuer(), e.getMessage()),
                    e);
        }
    }

    private AuthorizationCode code(Provider provider, PendingLogin login, URI answer) throws ParseException {
        AuthenticationResponse response = AuthenticationResponseParser.parse(answer);
        if (!new State(login.state()).equals(response.getState())) {
            throw refused("the answer belongs to another login", null);
        }
        Issuer issuer = response.getIssuer();
        boolean named = issuer != null || provider.metadata().supportsAuthorizationResponseIssuerParam();
        if (named && !provider.metadata().getIssuer().equals(issuer)) {
            throw refused("the answer is that of `%s`".formatted(issuer), null);
        }
        if (!response.indicatesSuccess()) {
            throw refused(said(response.toErrorResponse().getErrorObject()), null);
        }
        return Optional.ofNullable(response.toSuccessResponse().getAuthorizationCode())
                .orElseThrow(() -> refused("the answer has no code", null));
    }

    private OIDCTokenResponse tokens(Provider provider, PendingLogin login, AuthorizationCode code)
            throws ParseException, IOException {
        AuthorizationCodeGrant grant =
                new AuthorizationCodeGrant(code, settings.callback(), new CodeVerifier(login.verifier()));
        URI endpoint = provider.metadata().getTokenEndpointURI();
        TokenRequest request = settings.clientSecret().isEmpty()
                ? new TokenRequest.Builder(endpoint, client, grant).build()
                : new TokenRequest.Builder(endpoint, authentication(provider), grant).build();
        TokenResponse response = OIDCTokenResponseParser.parse(send(request.toHTTPRequest()));
        if (!response.indicatesSuccess()) {
            throw refused(said(response.toErrorResponse().getErrorObject()), null);
        }
        return (OIDCTokenResponse) response.toSuccessResponse();
    }

    private ClientAuthentication authentication(Provider provider) {
        Secret secret = new Secret(settings.clientSecret());
        var methods = provider.metadata().getTokenEndpointAuthMethods();
        return methods == null || methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                ? new ClientSecretBasic(client, secret)
                : new ClientSecretPost(client, secret);
    }

    private IDTokenValidator validator(Provider provider) {
        IDTokenValidator validator =
                new IDTokenValidator(provider.metadata().getIssuer(), client, provider.keys(), null);
        validator.setMaxClockSkew(MOST_SKEW_SECONDS);
        return validator;
    }

    /** A token that is for others too must say that it was given to us. */
    private void requireForUs(IDTokenClaimsSet claims) {
        AuthorizedParty party = claims.getAuthorizedParty();
        boolean ours = party == null
                ? claims.getAudience().size() == 1
                : party.getValue().equals(client.getValue());
        if (!ours) {
            throw refused("the token was given to `%s`".formatted(party == null ? "several" : party.getValue()), null);
        }
    }

    private Person person(Provider provider, IDTokenClaimsSet claims, OIDCTokenResponse tokens) {
        ClaimsSet told = claims;
        if (claims.getStringClaim(settings.usernameClaim()) == null) {
            Optional<ClaimsSet> more = userInfo(provider, claims, tokens);
            if (more.isPresent()) {
                told = more.get();
            }
        }
        String name = told.getStringClaim(settings.usernameClaim());
        boolean verified = Boolean.TRUE.equals(told.getBooleanClaim(PersonClaims.EMAIL_VERIFIED_CLAIM_NAME));
        String email = verified ? told.getStringClaim(PersonClaims.EMAIL_CLAIM_NAME) : null;
        return new Person(
                claims.getIssuer().getValue(),
                claims.getSubject().getValue(),
                name == null ? "" : name,
                email == null ? "" : email);
    }

    /** Some providers say there what somebody is called; who says nothing gets by without. */
    private Optional<ClaimsSet> userInfo(Provider provider, IDTokenClaimsSet claims, OIDCTokenResponse tokens) {
        URI endpoint = provider.metadata().getUserInfoEndpointURI();
        if (endpoint == null) {
            return Optional.empty();
        }
        try {
            UserInfoResponse response = UserInfoResponse.parse(
                    send(new UserInfoRequest(endpoint, tokens.getOIDCTokens().getAccessToken()).toHTTPRequest()));
            return response.indicatesSuccess()
                            && response.toSuccessResponse().getUserInfo() != null
                            && response.toSuccessResponse()
                                    .getUserInfo()
                                    .getSubject()
                                    .equals(claims.getSubject())
                    ? Optional.of(response.toSuccessResponse().getUserInfo())
                    : Optional.empty();
        } catch (ParseException | IOException e) {
            LOG.log(Level.WARNING, "Asking OpenID provider `{0}` what somebody is called: {1}", settings.issuer(), e);
            return Optional.empty();
        }
    }

    private static HTTPResponse send(HTTPRequest request) throws IOException {
        int millis = Math.toIntExact(TIMEOUT.toMillis());
        request.setConnectTimeout(millis);
        request.setReadTimeout(millis);
        request.setFollowRedirects(false);
        return request.send();
    }

    private static String said(ErrorObject error) {
        String said = "the provider says `%s`%s"
                .formatted(
                        error == null ? "nothing" : error.getCode(),
                        error == null || error.getDescription() == null ? "" : ": " + error.getDescription());
        return said.length() <= LONGEST_SAID ? said : said.substring(0, LONGEST_SAID) + "…";
    }

    private ProblemException refused(String found, Exception cause) {
        return new ProblemException(
                Problem.OPENID_REFUSED, "Logging in by OpenID: %s; begin again".formatted(found), cause);
    }
}
