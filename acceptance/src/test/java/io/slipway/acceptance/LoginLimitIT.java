// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** What is answered to who gives wrong credentials again and again; each test comes from addresses of its own. */
@ExtendWith(StackExtension.class)
class LoginLimitIT {
    private static final String TOKEN = "{\"name\": \"x\", \"grants\": [\"JOBS:RO\"]}";

    private final Stack stack;

    LoginLimitIT(Stack stack) {
        this.stack = stack;
    }

    @Test
    void wrongPasswordsAreRefusedAfterTenAndTheAccountIsOpenFromElsewhere() {
        Visitor guesser = new Visitor(stack.origin(), "127.0.0.21");
        int looked = lookedAt(401, () -> makeToken(guesser, "wrong", ""));

        Visitor.Heard refused = makeToken(guesser, stack.password(), "");

        assertThat(looked).isBetween(10, 12);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
        assertThat(refused.text()).contains("SW-2060", "tried too often");
        assertThat(makeToken(guesser, stack.password(), "X-Forwarded-For: 127.0.0.22\r\n")
                        .status())
                .isEqualTo(429);
        assertThat(makeToken(new Visitor(stack.origin(), "127.0.0.22"), stack.password(), "")
                        .status())
                .isEqualTo(201);
        assertThat(makeToken(guesser, stack.password(), "").status()).isEqualTo(429);
    }

    @Test
    void loginPageSaysHowLongToWait() {
        try (Browser browser = new Browser(stack.origin())) {
            IntStream.range(0, 11).forEach(n -> browser.logIn("nobody-there", "wrong " + n));

            browser.awaitText(
                    By.cssSelector(".message.error"), text -> text.contains("tried too often", "may be made in"));
            browser.picture("login-limited");
        }
    }

    @Test
    void wrongTokensOfRestAndGraphqlAreCountedTogetherAndAGoodOneIsTaken() {
        Visitor guesser = new Visitor(stack.origin(), "127.0.0.23");
        String wrong = "Authorization: Bearer slipway_nothing\r\n";
        String query = "{\"query\": \"{ version { major } }\"}";
        for (int n = 0; n < 50; n++) {
            assertThat(guesser.call("POST", "/query", wrong, query).status()).isEqualTo(403);
        }
        int looked = lookedAt(401, () -> guesser.call("GET", "/api/jobs", wrong, ""));

        Visitor.Heard rest = guesser.call("GET", "/api/jobs", wrong, "");
        Visitor.Heard graphql = guesser.call("POST", "/query", wrong, query);

        assertThat(looked).isBetween(50, 65);
        assertThat(rest.status()).isEqualTo(429);
        assertThat(rest.header("Retry-After")).isNotEmpty();
        assertThat(graphql.status()).isEqualTo(429);
        assertThat(graphql.header("Retry-After")).isNotEmpty();
        String good = "Authorization: Bearer " + stack.token("admin", "JOBS:RW", "LOGS:RO") + "\r\n";
        assertThat(guesser.call("GET", "/api/jobs", good, "").status()).isEqualTo(200);
        assertThat(new Visitor(stack.origin(), "127.0.0.24")
                        .call("GET", "/api/jobs", wrong, "")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void wrongEnrolmentTokensAreRefusedAfterTwenty() {
        Visitor guesser = new Visitor(stack.origin(), "127.0.0.25");
        String body = "{\"name\": \"r\", \"verifying_key\": \"%s\", \"sealing_key\": \"%s\"}"
                .formatted(publicKey("Ed25519"), publicKey("X25519"));
        Supplier<Visitor.Heard> enrol =
                () -> guesser.call("POST", "/api/runners", "Authorization: Bearer nothing\r\n", body);

        assertThat(lookedAt(401, enrol)).isBetween(20, 25);
        assertThat(enrol.get().header("Retry-After")).isNotEmpty();
    }

    /** How often something is answered with a status before it is answered with 429. */
    private static int lookedAt(int status, Supplier<Visitor.Heard> what) {
        int times = 0;
        Visitor.Heard heard = what.get();
        while (heard.status() != 429) {
            assertThat(heard.status()).as(heard.text()).isEqualTo(status);
            times++;
            heard = what.get();
        }
        return times;
    }

    private static Visitor.Heard makeToken(Visitor visitor, String password, String headers) {
        String login = Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8));
        return visitor.call("POST", "/api/tokens", "Authorization: Basic " + login + "\r\n" + headers, TOKEN);
    }

    /** A runner's public key, without what Java writes before its bytes. */
    private static String publicKey(String algorithm) {
        try {
            byte[] encoded = KeyPairGenerator.getInstance(algorithm)
                    .generateKeyPair()
                    .getPublic()
                    .getEncoded();
            return Base64.getEncoder().encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
