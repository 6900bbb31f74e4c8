// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.acceptance.Api.Answer;
import io.slipway.acceptance.Stack;
import io.slipway.acceptance.StackExtension;
import java.net.HttpCookie;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sessions of the console, and what pages of other origins can make of them. */
@ExtendWith(StackExtension.class)
class SessionIT {
    private static final String SETTINGS = "/settings";

    private final Stack stack;

    SessionIT(Stack stack) {
        this.stack = stack;
    }

    @Test
    void cookieIsHiddenFromScriptsAndComesWithNoRequestOfAForeignPage() {
        String cookie = new Visitor(stack.origin()).get("/login").header("Set-Cookie");

        assertThat(cookie)
                .startsWith("SLIPWAY=")
                .containsIgnoringCase("; HttpOnly")
                .containsIgnoringCase("; SameSite=Lax");
    }

    @Test
    void sessionHasAnotherIdAfterTheLoginAndTheOneBeforeIsWorthNothing() {
        Visitor somebody = new Visitor(stack.origin());
        somebody.get("/login");
        HttpCookie planted = somebody.session().orElseThrow();

        somebody.logIn("admin", stack.password());

        assertThat(somebody.session().orElseThrow().getValue()).isNotEqualTo(planted.getValue());
        assertThat(somebody.get(SETTINGS).status()).isEqualTo(200);
        assertThat(with(planted).get(SETTINGS).status()).isEqualTo(302);
    }

    @Test
    void sessionEndsAtTheLogout() {
        Visitor somebody = administrator();
        HttpCookie session = somebody.session().orElseThrow();
        assertThat(with(session).get(SETTINGS).status()).isEqualTo(200);

        somebody.submit(SETTINGS, "frame", "frame:leave", Map.of());

        assertThat(with(session).get(SETTINGS).status()).isEqualTo(302);
    }

    @Test
    void nothingIsDoneByAFormThatAForeignPageHasSent() {
        Visitor somebody = administrator();
        Map<String, String> leave = somebody.form(SETTINGS, "frame");
        leave.put("frame:leave", "x");

        Answer refused = somebody.post(SETTINGS, leave, "Sec-Fetch-Site", "cross-site");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("<h1>You may not see this</h1>", "Error 403.");
        assertThat(somebody.post(SETTINGS, leave, "Sec-Fetch-Site", "same-site").status())
                .isEqualTo(403);
        assertThat(somebody.post(SETTINGS, leave, "Origin", "https://foreign.example")
                        .status())
                .isEqualTo(403);
        assertThat(somebody.post(SETTINGS, leave, "Origin", "null").status()).isEqualTo(403);
        assertThat(somebody.get(SETTINGS).status()).as("still logged in").isEqualTo(200);

        somebody.post(
                SETTINGS,
                leave,
                "Sec-Fetch-Site",
                "same-origin",
                "Origin",
                stack.origin().toString());
        assertThat(somebody.get(SETTINGS).status()).isEqualTo(302);
    }

    /** What a form must bring besides its session: something that only a page of the same session says. */
    @Test
    void nothingIsDoneByAFormWithoutTheStateOfItsPage() {
        Visitor somebody = administrator();
        Map<String, String> leave = somebody.form(SETTINGS, "frame");
        leave.put("frame:leave", "x");
        Map<String, String> bare = new java.util.HashMap<>(leave);
        bare.remove("jakarta.faces.ViewState");
        Map<String, String> foreign = new java.util.HashMap<>(leave);
        foreign.put(
                "jakarta.faces.ViewState",
                administrator().form(SETTINGS, "frame").get("jakarta.faces.ViewState"));

        somebody.post(SETTINGS, bare);
        Answer expired = somebody.post(SETTINGS, foreign);

        assertThat(expired.status()).isNotEqualTo(302);
        assertThat(somebody.get(SETTINGS).status()).as("still logged in").isEqualTo(200);
    }

    private Visitor administrator() {
        Visitor somebody = new Visitor(stack.origin());
        assertThat(somebody.logIn("admin", stack.password()).status()).isEqualTo(302);
        return somebody;
    }

    private Visitor with(HttpCookie session) {
        Visitor another = new Visitor(stack.origin());
        another.take(session);
        return another;
    }
}
