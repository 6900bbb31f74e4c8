// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.openid;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * What a provider tells of itself, and its keys: read when it is asked for the first time, read again after an hour. A provider that does
 * not answer then is taken for what it was before.
 */
final class Discovery {
    private static final Logger LOG = System.getLogger(Discovery.class.getName());
    private static final Duration FRESH = Duration.ofHours(1);
    private static final Duration AGAIN = Duration.ofMinutes(1);
    private static final Duration NOT_KNOWN = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 256 << 10;

    /** Of the token's signature: by keys of the provider's alone, never by the secret that both know. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private final URI issuer;
    private final int timeoutMillis;
    private final Clock clock;
    private Provider known;
    private ProblemException problem;
    private Instant readAgain = Instant.MIN;

    Discovery(URI issuer, Duration timeout, Clock clock) {
        this.issuer = issuer;
        this.timeoutMillis = Math.toIntExact(timeout.toMillis());
        this.clock = clock;
    }

    /** A provider: what it tells of itself, and which of its keys a token must be signed with. */
    record Provider(OIDCProviderMetadata metadata, JWSVerificationKeySelector<SecurityContext> keys) {}

    /** Throws OPENID_AWAY when the provider has never answered; asks it every ten seconds then, however often this is called. */
    synchronized Provider provider() {
        Instant now = clock.instant();
        if (!now.isBefore(readAgain)) {
            readAgain(now);
        }
        if (known == null) {
            throw problem;
        }
        return known;
    }

    /** Whoever comes while a provider does not answer waits for it once, and not each after the other. */
    private void readAgain(Instant now) {
        try {
            known = read();
            readAgain = now.plus(FRESH);
        } catch (ProblemException e) {
            LOG.log(Level.WARNING, known == null ? "{0}" : "{0}; what it told before goes on to hold", e.getMessage());
            problem = e;
            readAgain = clock.instant().plus(known == null ? NOT_KNOWN : AGAIN);
        }
    }

    private Provider read() {
        try {
            OIDCProviderMetadata metadata =
                    OIDCProviderMetadata.resolve(new Issuer(issuer), timeoutMillis, timeoutMillis);
            if (metadata.getAuthorizationEndpointURI() == null || metadata.getTokenEndpointURI() == null) {
                throw away("it names no authorization or token endpoint", null);
            }
            return known != null && known.metadata().toString().equals(metadata.toString())
                    ? known
                    : new Provider(metadata, new JWSVerificationKeySelector<>(algorithms(metadata), keys(metadata)));
        } catch (GeneralException | IOException e) {
            throw away(e.getMessage(), e);
        }
    }

    private static Set<JWSAlgorithm> algorithms(OIDCProviderMetadata metadata) {
        Set<JWSAlgorithm> algorithms = new HashSet<>(ALGORITHMS);
        if (metadata.getIDTokenJWSAlgs() != null) {
            algorithms.retainAll(metadata.getIDTokenJWSAlgs());
        }
        if (algorithms.isEmpty()) {
            throw new ProblemException(
                    Problem.OPENID_AWAY,
                    "Reading what OpenID provider `%s` tells of itself: it signs tokens with `%s`; one of %s is needed"
                            .formatted(metadata.getIssuer(), metadata.getIDTokenJWSAlgs(), ALGORITHMS));
        }
        return algorithms;
    }

    private JWKSource<SecurityContext> keys(OIDCProviderMetadata metadata) throws MalformedURLException {
        return JWKSourceBuilder.create(
                        metadata.getJWKSetURI().toURL(),
                        new DefaultResourceRetriever(timeoutMillis, timeoutMillis, MOST_BYTES))
                .retrying(true)
                .build();
    }

    private ProblemException away(String found, Exception cause) {
        return new ProblemException(
                Problem.OPENID_AWAY,
                "Reading what OpenID provider `%s` tells of itself: %s".formatted(issuer, found),
                cause);
    }
}
