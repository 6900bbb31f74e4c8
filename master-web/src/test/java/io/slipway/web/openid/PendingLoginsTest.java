// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.openid;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpSession;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PendingLoginsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final HttpSession session = session();

    @Test
    void aLoginIsTakenOutOnceAndByItsStateAlone() {
        PendingLogin login = begin();

        assertThat(PendingLogins.take(session, "another", NOW)).isEmpty();
        assertThat(PendingLogins.take(session, login.state(), NOW)).contains(login);
        assertThat(PendingLogins.take(session, login.state(), NOW)).isEmpty();
    }

    @Test
    void aLoginIsForgottenAfterTenMinutes() {
        PendingLogin login = begin();

        assertThat(PendingLogins.take(session, login.state(), NOW.plusSeconds(601)))
                .isEmpty();
        PendingLogin other = begin();
        assertThat(PendingLogins.take(session, other.state(), NOW.plusSeconds(600)))
                .contains(other);
    }

    @Test
    void aSessionHasTheFiveNewest() {
        List<PendingLogin> logins = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            logins.add(begin());
        }

        assertThat(logins)
                .extracting(
                        login -> PendingLogins.take(session, login.state(), NOW).isPresent())
                .containsExactly(false, false, true, true, true, true, true);
    }

    @Test
    void everySecretIsAnotherAndNoneIsPrinted() {
        Set<String> secrets = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            PendingLogin login = PendingLogin.begin("/", 0, NOW);
            secrets.addAll(List.of(login.state(), login.nonce(), login.verifier()));
            assertThat(login.toString()).doesNotContain(login.state(), login.nonce(), login.verifier());
        }

        assertThat(secrets).hasSize(300).allMatch(secret -> secret.length() >= 43);
    }

    private PendingLogin begin() {
        PendingLogin login = PendingLogin.begin("/", 0, NOW);
        PendingLogins.add(session, login);
        return login;
    }

    /** A session that keeps attributes, and can do nothing else. */
    private static HttpSession session() {
        Map<Object, Object> attributes = new HashMap<>();
        return (HttpSession) Proxy.newProxyInstance(
                HttpSession.class.getClassLoader(),
                new Class<?>[] {HttpSession.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getAttribute" -> attributes.get(arguments[0]);
                    case "setAttribute" -> attributes.put(arguments[0], arguments[1]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
