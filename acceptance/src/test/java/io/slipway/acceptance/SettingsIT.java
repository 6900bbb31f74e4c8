// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** A user's ssh keys: in a browser on the page of the settings, and by REST. */
@ExtendWith(StackExtension.class)
class SettingsIT {
    private static final String KEYS = "/api/ssh-keys";
    private static final By KEY = By.id("key");
    private static final By SHOWN = By.cssSelector(".key");
    private static final By INFO = By.cssSelector(".message.info");
    private static final By ERROR = By.cssSelector(".message.error");

    /** What {@code ssh-keygen} wrote, and what it says of it. */
    private static final String LAPTOP =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILNG1SOrFQtor6doS8jzom+6Kj/ZFJQWnTAdHDXER8U7 ann@laptop";

    private static final String LAPTOP_FINGERPRINT = "SHA256:fWw7yhOg8TedETHWpDo8JIHaqXDVNkMjZBfsdg0Dnz8";
    private static final String DESK =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA8iHUV03d9BsBHR4wGUzz2OTmevzktEA5RsOWetftzP bob@desk";
    private static final String DESK_FINGERPRINT = "SHA256:1jtskypjadWxjh4mS9kb+V6fJwGXFD2dY1wcxoeIxIQ";

    private final Stack stack;
    private final Api api;
    private Browser browser;

    SettingsIT(Stack stack) {
        this.stack = stack;
        this.api = stack.as("admin", "PROFILE:RW", "JOBS:RW", "LOGS:RW", "SECRETS:RW");
    }

    @BeforeEach
    void openBrowserWithoutKeys() {
        keys().forEach(key -> api.delete(KEYS + "/" + key.path("id").asLong()));
        browser = new Browser(stack.origin());
    }

    @AfterEach
    void closeBrowser() {
        browser.picture("settings-last");
        browser.close();
    }

    @Test
    void keyIsAddedAndShownAndRemovedAfterAQuestion() {
        browser.logIn("admin", stack.password());
        browser.click(By.cssSelector(".top-user"));
        browser.waiting(Duration.ofSeconds(30)).until(page -> browser.address().endsWith("/settings"));
        browser.click(By.linkText("Ssh keys"));
        browser.waiting(Duration.ofSeconds(30)).until(page -> browser.address().endsWith("/settings/keys"));
        browser.picture("settings-empty");

        add(LAPTOP, "");
        add(DESK, "the desk at home");

        assertThat(browser.texts(SHOWN)).hasSize(2);
        assertThat(browser.texts(SHOWN).get(0)).contains("ann@laptop", "ssh-ed25519", LAPTOP_FINGERPRINT);
        assertThat(browser.texts(SHOWN).get(1)).contains("the desk at home", DESK_FINGERPRINT);
        browser.picture("settings-keys");

        browser.click(By.cssSelector(".key .remove"));
        browser.awaitText(By.id("removal"), text -> text.contains("ann@laptop", LAPTOP_FINGERPRINT));
        browser.picture("settings-question");
        browser.click(By.id("keep"));
        assertThat(keys()).hasSize(2);

        browser.click(By.cssSelector(".key .remove"));
        browser.click(By.id("remove"));

        browser.waiting(Duration.ofSeconds(30))
                .until(page -> browser.texts(SHOWN).size() == 1);
        assertThat(browser.texts(SHOWN).get(0)).contains(DESK_FINGERPRINT);
        assertThat(keys()).extracting(key -> key.path("fingerprint").asText()).containsExactly(DESK_FINGERPRINT);
    }

    @Test
    void badKeyIsToldAndStaysOnThePage() {
        String cut = LAPTOP.substring(0, 60);
        browser.logIn("admin", stack.password());
        browser.open("/settings/keys");

        browser.type(KEY, cut);
        browser.type(By.id("name"), "laptop");
        browser.click(By.id("add"));

        browser.awaitText(ERROR, text -> text.contains("ssh-ed25519", ".pub"));
        assertThat(browser.await(KEY).getAttribute("value")).isEqualTo(cut);
        assertThat(browser.await(By.id("name")).getAttribute("value")).isEqualTo("laptop");
        assertThat(keys()).isEmpty();
        browser.picture("settings-bad-key");
    }

    @Test
    void privateKeyIsToldAndDoesNotStay() {
        browser.logIn("admin", stack.password());
        browser.open("/settings/keys");

        browser.type(KEY, "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n-----END OPENSSH PRIVATE KEY-----");
        browser.click(By.id("add"));

        browser.awaitText(ERROR, text -> text.contains("private", "new pair"));
        assertThat(browser.await(KEY).getAttribute("value")).isEmpty();
        assertThat(keys()).isEmpty();
    }

    @Test
    void settingsAreOnlyForWhoIsLoggedIn() {
        browser.open("/settings/keys");

        browser.waiting(Duration.ofSeconds(30)).until(page -> browser.address().contains("/login"));
        assertThat(browser.texts(KEY)).isEmpty();
    }

    @Test
    void keysAreKeptByRest() {
        Api.Answer added = api.post(KEYS, "{\"key\": \"%s\\n\"}".formatted(LAPTOP));

        assertThat(added.status()).as(added.text()).isEqualTo(201);
        assertThat(added.json().path("name").asText()).isEqualTo("ann@laptop");
        assertThat(added.json().path("fingerprint").asText()).isEqualTo(LAPTOP_FINGERPRINT);
        assertThat(keys()).containsExactly(added.json());
        assertThat(api.post(KEYS, "{\"key\": \"%s\"}".formatted(LAPTOP)).problem())
                .isEqualTo("409 SW-2009");
        String key = KEYS + "/" + added.json().path("id").asLong();
        assertThat(api.delete(key).status()).isEqualTo(204);
        assertThat(api.delete(key).problem()).isEqualTo("404 SW-2011");
        assertThat(api.delete(KEYS + "/one").problem()).isEqualTo("404 SW-2011");
    }

    @Test
    void whatIsNotAllowedByRestIsSaid() {
        Api reader = stack.as("admin", "PROFILE:RO");
        Api nobody = new Api(stack.origin(), "");
        String good = "{\"key\": \"%s\"}".formatted(LAPTOP);

        assertThat(nobody.get(KEYS).problem()).isEqualTo("401 SW-2001");
        assertThat(nobody.post(KEYS, good).problem()).isEqualTo("401 SW-2001");
        assertThat(stack.admin().get(KEYS).problem()).isEqualTo("403 SW-2004");
        assertThat(reader.get(KEYS).status()).isEqualTo(200);
        assertThat(reader.post(KEYS, good).problem()).isEqualTo("403 SW-2004");
        assertThat(stack.as("admin", "PROFILE:RW").post(KEYS, good).problem()).isEqualTo("403 SW-2004");
        assertThat(api.post(KEYS, "{}").problem()).isEqualTo("400 SW-3007");
        assertThat(api.post(KEYS, "{\"key\": \"nonsense\"}").problem()).isEqualTo("400 SW-2006");
        assertThat(api.post(KEYS, "{\"key\": \"-----BEGIN OPENSSH PRIVATE KEY-----\"}")
                        .problem())
                .isEqualTo("400 SW-2007");
        assertThat(api.post(KEYS, "{\"key\": \"ssh-dss AAAAB3NzaC1kc3MAAACBAOCXRWNd\"}")
                        .problem())
                .isEqualTo("400 SW-2008");
        assertThat(keys()).isEmpty();
    }

    private void add(String key, String name) {
        browser.type(KEY, key);
        browser.type(By.id("name"), name);
        browser.click(By.id("add"));
        // The form is empty again when the page has come back.
        browser.waiting(Duration.ofSeconds(30))
                .until(page -> browser.await(KEY).getAttribute("value").isEmpty());
        browser.awaitText(INFO, text -> text.contains("SHA256:"));
    }

    private List<JsonNode> keys() {
        List<JsonNode> keys = new ArrayList<>();
        api.get(KEYS).json().path("results").forEach(keys::add);
        return keys;
    }
}
