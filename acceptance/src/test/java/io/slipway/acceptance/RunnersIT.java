// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** Runners are enrolled and revoked: in a browser on their page, and by REST. The stack's own one is enrolled by {@code ./slipway up}. */
@ExtendWith(StackExtension.class)
class RunnersIT {
    private static final String RUNNERS = "/api/runners";
    private static final String TOKENS = "/api/runners/tokens";
    private static final By SETTINGS = By.id("issued-settings");
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int KEY_BYTES = 32;
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Stack stack;
    private final String name = "ghost-" + COUNT.incrementAndGet();
    private Browser browser;

    RunnersIT(Stack stack) {
        this.stack = stack;
    }

    @BeforeEach
    void openBrowser() {
        browser = new Browser(stack.origin());
    }

    /** For the other tests, the stack's own runner is the one that is there. */
    @AfterEach
    void closeBrowser() {
        runners()
                .map(one -> one.path("name").asText())
                .filter(one -> one.startsWith("ghost-"))
                .forEach(ghost -> stack.admin().post("%s/%s/revoke".formatted(RUNNERS, ghost)));
        browser.picture("runners-last");
        browser.close();
    }

    @Test
    void runnerOfTheStackIsEnrolledAndShown() {
        browser.logIn("admin", stack.password());
        browser.click(By.id("to-runners"));

        browser.waiting(SOON).until(page -> line("local", "enrolled") != null);
        browser.picture("runners");
        assertThat(browser.text(By.cssSelector("[data-runner=local]")))
                .contains("enrolled", "debian/bookworm", "of 1")
                .contains(runner("local").path("fingerprint").asText());
        assertThat(runner("local").path("sealed").asBoolean()).isTrue();
    }

    @Test
    void ageOfKeysIsShownAndWhoWasAskedForNewOnes() {
        enrol(token(name), name);
        browser.logIn("admin", stack.password());
        browser.open("/runners");
        By keys = By.cssSelector("[data-runner='%s'] .keys".formatted(name));
        assertThat(browser.awaitText(keys)).contains("made", "now").doesNotContain("asked");
        assertThat(runner(name).path("keys_since")).isEqualTo(runner(name).path("enrolled"));

        assertThat(stack.admin().post("%s/%s/keys".formatted(RUNNERS, name)).status())
                .isEqualTo(200);

        browser.awaitText(keys, text -> text.contains("asked for new ones"));
        assertThat(runner(name).path("keys_asked").asBoolean()).isTrue();
        browser.picture("runners-keys");
    }

    @Test
    void whatGuestsBeginInIsShownAndPlainQemuIsCalledInsecure() {
        browser.logIn("admin", stack.password());
        browser.open("/runners");
        browser.waiting(SOON).until(page -> line("local", "enrolled") != null);

        List<String> said = List.of(runner("local").path("sandbox").asText().split(" "));

        assertThat(said).hasSize(2).last().isEqualTo("open");
        assertThat(browser.text(By.cssSelector("[data-runner=local] .sandbox")))
                .contains(said.get(0).equals("qemu") ? "insecure: plain qemu" : said.get(0), "reach its machine");
    }

    @Test
    void tokenIsShownOnceWithTheLinesForTheSettingsAndEnrolsARunner() {
        browser.logIn("admin", stack.password());
        browser.open("/runners");
        browser.type(By.id("name"), name);
        browser.click(By.id("issue"));

        List<String> lines = browser.awaitText(SETTINGS).lines().toList();
        browser.picture("runners-token");
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).isEqualTo("name = " + name);
        assertThat(lines.get(1)).isEqualTo("master.address = " + stack.origin());
        String token = lines.get(2).substring("enrol.token = ".length());

        browser.open("/runners");
        browser.await(By.id("issue"));
        assertThat(browser.texts(SETTINGS)).isEmpty();

        assertThat(enrol(token, name).status()).isEqualTo(201);
        browser.waiting(SOON).until(page -> line(name, "enrolled") != null);
        browser.picture("runners-two");
    }

    @Test
    void runnerIsRevokedAfterAQuestion() {
        enrol(token(name), name);
        browser.logIn("admin", stack.password());
        browser.open("/runners");
        By button = By.cssSelector(".revoke[data-runner='%s']".formatted(name));

        browser.click(button);
        browser.awaitText(By.id("revocation"), text -> text.contains(name, "no job now"));
        browser.picture("runners-question");
        browser.click(By.id("keep"));
        assertThat(runner(name).path("state").asText()).isEqualTo("enrolled");

        browser.click(button);
        browser.click(By.id("revoke"));

        browser.waiting(SOON).until(page -> line(name, "revoked") != null);
        assertThat(browser.text(By.cssSelector(".message.info"))).isEqualTo("Runner %s was revoked.".formatted(name));
        assertThat(browser.texts(button)).isEmpty();
        assertThat(runner(name).path("revoked").isNull()).isFalse();
    }

    @Test
    void nameThatIsNoneIsToldAndStaysOnThePage() {
        browser.logIn("admin", stack.password());
        browser.open("/runners");

        browser.type(By.id("name"), "Not A Name");
        browser.click(By.id("issue"));

        browser.awaitText(By.cssSelector(".message.error"), text -> text.contains("Not A Name", "lower-case"));
        assertThat(browser.await(By.id("name")).getAttribute("value")).isEqualTo("Not A Name");
        assertThat(browser.texts(SETTINGS)).isEmpty();
    }

    @Test
    void pageIsOnlyForWhoIsLoggedIn() {
        browser.open("/runners");

        browser.waiting(SOON).until(page -> browser.address().contains("/login"));
    }

    @Test
    void tokenWorksOnceAndForItsNameAlone() {
        String token = token(name);

        assertThat(enrol(token, "other-" + name).problem()).isEqualTo("403 SW-2023");
        Api.Answer enrolled = enrol(token, name);
        assertThat(enrolled.status()).as(enrolled.text()).isEqualTo(201);
        assertThat(enrolled.json().path("name").asText()).isEqualTo(name);
        assertThat(enrolled.json().path("fingerprint").asText())
                .isEqualTo(runner(name).path("fingerprint").asText());
        assertThat(Base64.getDecoder().decode(enrolled.json().path("master_key").asText()))
                .hasSize(KEY_BYTES);
        assertThat(enrol(token, name).problem()).isEqualTo("401 SW-2021");
    }

    @Test
    void nameThatIsTakenNeedsATokenOfItsOwn() {
        enrol(token(name), name);
        String any = stack.admin().post(TOKENS).json().path("token").asText();
        String before = runner(name).path("fingerprint").asText();

        assertThat(enrol(any, name).problem()).isEqualTo("409 SW-2025");
        assertThat(enrol(token(name), name).status()).isEqualTo(201);

        assertThat(runner(name).path("fingerprint").asText()).isNotEqualTo(before);
    }

    @Test
    void whatIsNotAllowedByRestIsSaid() {
        Api nobody = new Api(stack.origin(), "");
        Api reader = stack.as("admin", "JOBS:RO");
        Api logs = stack.as("admin", "LOGS:RO");

        assertThat(nobody.get(RUNNERS).problem()).isEqualTo("401 SW-2001");
        assertThat(nobody.post(TOKENS).problem()).isEqualTo("401 SW-2001");
        assertThat(nobody.post(RUNNERS, body(name)).problem()).isEqualTo("401 SW-2001");
        assertThat(nobody.post(RUNNERS + "/local/revoke").problem()).isEqualTo("401 SW-2001");
        assertThat(logs.get(RUNNERS).problem()).isEqualTo("403 SW-2004");
        assertThat(reader.get(RUNNERS).status()).isEqualTo(200);
        assertThat(reader.post(TOKENS).problem()).isEqualTo("403 SW-2004");
        assertThat(reader.post(RUNNERS + "/local/revoke").problem()).isEqualTo("403 SW-2004");
        // An access token enrols nobody, whatever its scopes.
        assertThat(stack.admin().post(RUNNERS, body(name)).problem()).isEqualTo("401 SW-2020");
        assertThat(stack.admin().post(RUNNERS + "/nobody/revoke").problem()).isEqualTo("404 SW-2024");
        assertThat(stack.admin().post(RUNNERS + "/No%20Name/revoke").problem()).isEqualTo("404 SW-2024");
        assertThat(stack.admin().post(TOKENS, "{\"runner\": \"No Name\"}").problem())
                .isEqualTo("400 SW-3007");
        assertThat(stack.admin().post(TOKENS, "{\"lifetime\": \"8d\"}").problem())
                .isEqualTo("400 SW-3007");
        assertThat(runner("local").path("state").asText()).isEqualTo("enrolled");
    }

    @Test
    void keyThatIsNoneIsRefusedAndCostsNoToken() {
        String token = token(name);
        Api runner = new Api(stack.origin(), token);
        String zeros = Base64.getEncoder().encodeToString(new byte[KEY_BYTES]);

        assertThat(runner.post(RUNNERS, "{}").problem()).isEqualTo("400 SW-3007");
        assertThat(runner.post(RUNNERS, body(name, "AAAA", key("X25519"))).problem())
                .isEqualTo("400 SW-2026");
        assertThat(runner.post(RUNNERS, body(name, key("Ed25519"), zeros)).problem())
                .isEqualTo("400 SW-2026");

        assertThat(enrol(token, name).status()).isEqualTo(201);
    }

    private String token(String runner) {
        Api.Answer issued = stack.admin().post(TOKENS, "{\"runner\": \"%s\"}".formatted(runner));
        assertThat(issued.status()).as(issued.text()).isEqualTo(201);
        assertThat(issued.header("Cache-Control")).isEqualTo("no-store");
        return issued.json().path("token").asText();
    }

    private Api.Answer enrol(String token, String runner) {
        return new Api(stack.origin(), token).post(RUNNERS, body(runner));
    }

    private static String body(String runner) {
        return body(runner, key("Ed25519"), key("X25519"));
    }

    private static String body(String runner, String verifying, String sealing) {
        return "{\"name\": \"%s\", \"verifying_key\": \"%s\", \"sealing_key\": \"%s\"}"
                .formatted(runner, verifying, sealing);
    }

    /** A new public key; its bytes are the last ones of what Java writes. */
    private static String key(String algorithm) {
        try {
            byte[] encoded = KeyPairGenerator.getInstance(algorithm)
                    .generateKeyPair()
                    .getPublic()
                    .getEncoded();
            return Base64.getEncoder()
                    .encodeToString(Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java has had them since 15", e);
        }
    }

    private JsonNode runner(String runner) {
        return runners()
                .filter(one -> one.path("name").asText().equals(runner))
                .findFirst()
                .orElseThrow();
    }

    private Stream<JsonNode> runners() {
        return StreamSupport.stream(
                stack.admin().get(RUNNERS).json().path("results").spliterator(), false);
    }

    /** What the page says of a runner, when it is in a state; null when it is not. */
    private String line(String runner, String state) {
        return browser.texts(By.cssSelector("tr[data-runner='%s'][data-state='%s']".formatted(runner, state))).stream()
                .findFirst()
                .orElse(null);
    }
}
