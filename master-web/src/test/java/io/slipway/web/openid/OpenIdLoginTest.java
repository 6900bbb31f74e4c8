// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.openid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.identity.OpenIdSettings;
import io.slipway.master.identity.Person;
import io.slipway.pace.SettableClock;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is made of the answers of a provider that does not do what it should. */
class OpenIdLoginTest {
    private static final String SECRET = "a secret that both know, long enough to sign with";

    private final PendingLogin pending = PendingLogin.begin("/", 0, Instant.now());
    private FakeProvider provider;
    private OpenIdLogin login;

    @BeforeEach
    void start() throws IOException {
        provider = new FakeProvider();
        login = new OpenIdLogin(settings(provider.issuer()), Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void aGoodTokenTellsOfAPerson() throws JOSEException {
        provider.gives(good().claim("email", "ann@example.org")
                .claim("email_verified", true)
                .build());

        assertThat(person()).isEqualTo(new Person(provider.issuer().toString(), "7", "ann", "ann@example.org"));
    }

    @Test
    void anEmailAddressThatIsNotVerifiedIsNone() throws JOSEException {
        provider.gives(good().claim("email", "admin@example.org").build());

        assertThat(person().email()).isEmpty();
    }

    @Test
    void whatTheTokenDoesNotTellIsAskedFor() throws JOSEException {
        provider.gives(good().claim("preferred_username", null).build());
        provider.userInfo("""
                {"sub": "7", "preferred_username": "ann-by-info", "email": "ann@example.org", "email_verified": true}
                """);
        assertThat(person().name()).isEqualTo("ann-by-info");
        assertThat(person().email()).isEqualTo("ann@example.org");

        provider.userInfo("{\"sub\": \"8\", \"preferred_username\": \"bob\"}");
        assertThat(person()).isEqualTo(new Person(provider.issuer().toString(), "7", "", ""));
    }

    @Test
    void aTokenOfAnotherLoginIsRefused() throws JOSEException {
        provider.gives(provider.claims("another nonce").build());
        assertRefused();
        provider.gives(good().claim("nonce", null).build());
        assertRefused();
    }

    @Test
    void aTokenForAnotherClientIsRefused() throws JOSEException {
        provider.gives(good().audience("another").build());
        assertRefused();
        provider.gives(good().audience(List.of("slipway", "another"))
                .claim("azp", "another")
                .build());
        assertRefused();
        provider.gives(good().audience(List.of("slipway", "another")).build());
        assertRefused();
    }

    @Test
    void aTokenOfAnotherIssuerIsRefused() throws JOSEException {
        provider.gives(good().issuer("https://evil.example").build());
        assertRefused();
    }

    @Test
    void aTokenThatHasExpiredIsRefused() throws JOSEException {
        Instant now = Instant.now();
        provider.gives(good().issueTime(Date.from(now.minusSeconds(600)))
                .expirationTime(Date.from(now.minusSeconds(120)))
                .build());
        assertRefused();
        provider.gives(good().expirationTime(null).build());
        assertRefused();
    }

    @Test
    void aTokenThatTheProviderHasNotSignedIsRefused() throws JOSEException {
        provider.givesSignedByAnother(good().build());
        assertRefused();
        provider.givesSignedBySecret(good().build(), SECRET);
        assertRefused();
        provider.givesUnsigned(good().build());
        assertRefused();
    }

    @Test
    void anAnswerToAnotherLoginIsRefusedBeforeAnythingIsFetched() throws JOSEException {
        provider.gives(good().build());

        for (String answer : List.of("code=x&state=another", "code=x", "state=" + pending.state(), "")) {
            assertThat(problemOf(() -> login.person(pending, URI.create(OpenIdSettings.CALLBACK + "?" + answer))))
                    .as(answer)
                    .isEqualTo(Problem.OPENID_REFUSED);
        }
    }

    @Test
    void anAnswerOfAnotherProviderIsRefused() throws JOSEException {
        provider.gives(good().build());

        assertThat(problemOf(() -> login.person(
                        pending,
                        URI.create("%s?code=x&state=%s&iss=https://evil.example"
                                .formatted(OpenIdSettings.CALLBACK, pending.state())))))
                .isEqualTo(Problem.OPENID_REFUSED);
    }

    @Test
    void whatTheProviderSaysAgainstItIsTold() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> login.person(
                        pending,
                        URI.create("%s?error=access_denied&error_description=not%%20today&state=%s"
                                .formatted(OpenIdSettings.CALLBACK, pending.state()))))
                .withMessageContaining("`access_denied`: not today")
                .extracting(ProblemException::problem)
                .isEqualTo(Problem.OPENID_REFUSED);
    }

    @Test
    void aProviderThatNamesItselfOtherwiseIsNotBelieved() throws IOException {
        try (FakeProvider other = new FakeProvider()) {
            other.describe("https://id.example.org", "/authorize");

            assertThat(problemOf(() -> new OpenIdLogin(settings(other.issuer()), Clock.systemUTC()).address(pending)))
                    .isEqualTo(Problem.OPENID_AWAY);
        }
    }

    @Test
    void whatTheProviderTellsOfItselfIsReadAgainAfterAnHourAndHoldsWhileItIsAway() throws IOException {
        SettableClock clock = new SettableClock(Instant.parse("2026-01-02T03:04:05Z"));
        OpenIdLogin kept = new OpenIdLogin(settings(provider.issuer()), clock);
        provider.describesItselfNoMore();
        assertThat(problemOf(() -> kept.address(pending))).isEqualTo(Problem.OPENID_AWAY);

        provider.describe(provider.issuer().toString(), "/old");
        assertThat(problemOf(() -> kept.address(pending))).isEqualTo(Problem.OPENID_AWAY);
        clock.advance(Duration.ofSeconds(11));
        assertThat(kept.address(pending)).hasPath("/old");
        provider.describe(provider.issuer().toString(), "/new");
        clock.advance(Duration.ofMinutes(59));
        assertThat(kept.address(pending)).hasPath("/old");
        clock.advance(Duration.ofMinutes(2));
        assertThat(kept.address(pending)).hasPath("/new");

        provider.describesItselfNoMore();
        clock.advance(Duration.ofHours(2));
        assertThat(kept.address(pending)).hasPath("/new");
    }

    private JWTClaimsSet.Builder good() {
        return provider.claims(pending.nonce());
    }

    private Person person() {
        return login.person(
                pending, URI.create("%s?code=x&state=%s".formatted(OpenIdSettings.CALLBACK, pending.state())));
    }

    private void assertRefused() {
        assertThat(problemOf(this::person)).isEqualTo(Problem.OPENID_REFUSED);
    }

    private static OpenIdSettings settings(URI issuer) {
        return new OpenIdSettings(
                issuer,
                "slipway",
                SECRET,
                "Example",
                "preferred_username",
                true,
                URI.create("http://127.0.0.1:1" + OpenIdSettings.CALLBACK));
    }

    private static Problem problemOf(ThrowingCallable call) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .actual()
                .problem();
    }
}
