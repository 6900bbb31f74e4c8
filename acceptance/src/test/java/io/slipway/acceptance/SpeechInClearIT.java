// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.message.redis.RawRedis;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** A runner of a version that sealed nothing, in the shared Redis and on the page of the runners. */
@ExtendWith(StackExtension.class)
class SpeechInClearIT {
    private static final String GHOST = "ghost-in-clear";
    private static final String EVENTS = "slipway:runner:%s:events".formatted(GHOST);
    private static final By NOTICES = By.id("set-up");
    private static final By LINE = By.cssSelector("tr[data-runner='%s']".formatted(GHOST));
    private static final int KEY_BYTES = 32;

    private final Stack stack;
    private Browser browser;

    SpeechInClearIT(Stack stack) {
        this.stack = stack;
    }

    @BeforeEach
    void openBrowser() {
        browser = new Browser(stack.origin());
    }

    @AfterEach
    void closeBrowser() {
        revoke();
        browser.close();
    }

    @Test
    void runnerThatSpeaksInClearIsNamedWhileItMaySpeak() throws GeneralSecurityException {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        enrol(keys);
        browser.logIn("admin", stack.password());
        browser.open("/runners");
        browser.awaitText(LINE, text -> text.contains("enrolled").doesNotContain("in clear"));
        assertThat(runner(GHOST).path("sealed").isNull()).isTrue();

        leaveInClear(keys);

        browser.awaitText(NOTICES, text -> text.contains("Runners that speak in clear: %s.".formatted(GHOST)));
        browser.awaitText(LINE, text -> text.contains("speaks in clear"));
        browser.picture("runners-in-clear");
        assertThat(runner(GHOST).path("sealed").asBoolean(true)).isFalse();
        assertThat(runner("local").path("sealed").asBoolean()).isTrue();
        assertThat(browser.text(By.cssSelector("tr[data-runner=local]"))).doesNotContain("in clear");

        revoke();
        browser.awaitText(NOTICES, text -> text.doesNotContain("in clear"));
        browser.awaitText(LINE, text -> text.contains("revoked").doesNotContain("in clear"));
    }

    /** As such a version says that it goes. */
    private void leaveInClear(KeyPair keys) throws GeneralSecurityException {
        String text = "{\"type\":\"left\",\"runner\":\"%s\",\"at\":\"%s\",\"beat\":{\"session\":1,\"number\":1}}"
                .formatted(GHOST, Instant.now());
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(keys.getPrivate());
        signature.update(
                "slipway event 1\n%s\n%s\n%s".formatted(EVENTS, GHOST, text).getBytes(UTF_8));
        String signed = Base64.getEncoder().encodeToString(signature.sign());
        try (RawRedis operator = new RawRedis(stack.portOf("redis"))) {
            operator.call("AUTH", "default", stack.secret("redis.password"));
            operator.call("XADD", EVENTS, "*", "m", text, "r", GHOST, "s", signed);
        }
    }

    private void enrol(KeyPair keys) throws GeneralSecurityException {
        String token = stack.admin()
                .post("/api/runners/tokens", "{\"runner\": \"%s\"}".formatted(GHOST))
                .json()
                .path("token")
                .asText();
        KeyPair opening = KeyPairGenerator.getInstance("X25519").generateKeyPair();
        Api.Answer enrolled = new Api(stack.origin(), token)
                .post(
                        "/api/runners",
                        "{\"name\": \"%s\", \"verifying_key\": \"%s\", \"sealing_key\": \"%s\"}"
                                .formatted(GHOST, text(keys), text(opening)));
        assertThat(enrolled.status()).as(enrolled.text()).isEqualTo(201);
    }

    /** The bytes of a public key are the last ones of what Java writes. */
    private static String text(KeyPair keys) {
        byte[] encoded = keys.getPublic().getEncoded();
        return Base64.getEncoder()
                .encodeToString(Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length));
    }

    private void revoke() {
        stack.admin().post("/api/runners/%s/revoke".formatted(GHOST));
    }

    private JsonNode runner(String name) {
        return StreamSupport.stream(
                        stack.admin().get("/api/runners").json().path("results").spliterator(), false)
                .filter(one -> one.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
