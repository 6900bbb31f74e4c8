// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.master.access.SessionSettings;
import jakarta.servlet.ServletContext;
import jakarta.servlet.SessionCookieConfig;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionStartTest {
    private final List<String> calls = new ArrayList<>();

    @Test
    void sessionEndsAfterTheIdleTimeOfTheSettings() {
        SessionStart.apply(settings("http://127.0.0.1:8080", "PT90M"), context());

        assertThat(calls).contains("setSessionTimeout 90");
    }

    @Test
    void cookieGoesByHttpsAloneWhereTheConsoleIsReachedByIt() {
        SessionStart.apply(settings("https://slipway.example", "PT8H"), context());

        assertThat(calls).contains("setSecure true");
    }

    @Test
    void cookieGoesByHttpWhereThereIsNoHttps() {
        SessionStart.apply(settings("http://127.0.0.1:8080", "PT8H"), context());

        assertThat(calls).contains("setSecure false");
    }

    private static SessionSettings settings(String origin, String idle) {
        return new SessionSettings(Duration.parse(idle), URI.create(origin));
    }

    /** A context that writes down what it is told. */
    private ServletContext context() {
        SessionCookieConfig cookie = noting(SessionCookieConfig.class, null);
        return noting(ServletContext.class, cookie);
    }

    private <T> T noting(Class<T> type, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, values) -> {
                    calls.add(method.getName() + " " + (values == null ? "" : values[0]));
                    return method.getReturnType().isInstance(answer) ? answer : null;
                }));
    }
}
