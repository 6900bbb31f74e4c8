// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.openid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.identity.OpenIdSettings;
import io.slipway.master.identity.Person;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The whole way to an OpenID provider and back, without a browser. */
class RealProviderTest {
    private static final MockOAuth2Server PROVIDER = new MockOAuth2Server();
    private static OpenIdLogin login;

    @BeforeAll
    static void start() {
        PROVIDER.start();
        login = new OpenIdLogin(
                new OpenIdSettings(
                        URI.create(PROVIDER.issuerUrl("people").toString()),
                        "slipway",
                        "secret",
                        "Example",
                        "preferred_username",
                        true,
                        URI.create("http://127.0.0.1:1" + OpenIdSettings.CALLBACK)),
                Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        PROVIDER.shutdown();
    }

    @Test
    void theProviderTellsWhoHasLoggedIn() throws Exception {
        PendingLogin pending = PendingLogin.begin("/", 0, Instant.now());
        URI address = login.address(pending);
        PROVIDER.enqueueCallback(new DefaultOAuth2TokenCallback(
                "people", "subject-7", "JWT", List.of("slipway"), Map.of("preferred_username", "ann"), 300));

        Person person = login.person(pending, visit(address));

        assertThat(address.getQuery())
                .contains("response_type=code", "code_challenge_method=S256", "scope=openid+profile+email")
                .doesNotContain(pending.verifier());
        assertThat(person).isEqualTo(new Person(PROVIDER.issuerUrl("people").toString(), "subject-7", "ann", ""));
    }

    @Test
    void aCodeIsWorthNothingToWhoHasNotBegunTheLogin() throws Exception {
        PendingLogin pending = PendingLogin.begin("/", 0, Instant.now());
        URI answer = visit(login.address(pending));
        PendingLogin other = PendingLogin.begin("/", 0, Instant.now());
        PendingLogin thief =
                new PendingLogin(pending.state(), pending.nonce(), other.verifier(), "/", 0, pending.begun());

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> login.person(thief, answer))
                .extracting(ProblemException::problem)
                .isEqualTo(Problem.OPENID_REFUSED);
    }

    /** Gives the address to which the provider leads back. */
    private static URI visit(URI address) throws IOException, InterruptedException {
        return URI.create(HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
                .headers()
                .firstValue("Location")
                .orElseThrow());
    }
}
