// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** Login by an OpenID provider, in a browser. */
@ExtendWith(StackExtension.class)
class OpenIdIT {
    private static final By ERROR = By.cssSelector(".message.error");
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Stack stack;
    private MockOAuth2Server provider;
    private Browser browser;

    OpenIdIT(Stack stack) {
        this.stack = stack;
    }

    @BeforeEach
    void start() throws IOException {
        provider = new MockOAuth2Server(new OAuth2Config(true));
        provider.start(InetAddress.getByName("127.0.0.1"), stack.providerPort());
        browser = new Browser(stack.origin());
    }

    @AfterEach
    void stop() {
        browser.picture("openid-last");
        browser.close();
        provider.shutdown();
    }

    @Test
    void whoComesForTheFirstTimeGetsAnAccountAndComesBackToIt() {
        browser.open("/settings");
        browser.picture("login-openid");
        signIn("subject-of-bea", "Bea@Example.org");

        browser.waiting(SOON).until(page -> browser.address().endsWith("/settings"));
        browser.awaitText(By.cssSelector(".top-user"), text -> text.isEqualTo("~bea"));
        assertThat(browser.text(By.cssSelector(".identity"))).contains("Bea@Example.org", "/people");
        browser.picture("settings-openid");
        browser.click(By.cssSelector(".identity .remove"));
        browser.click(By.id("remove"));
        browser.awaitText(ERROR, text -> text.contains("no password"));

        leave();
        signIn("subject-of-bea", "another name");
        browser.waiting(SOON).until(page -> !browser.address().contains("/login"));
        browser.awaitText(By.cssSelector(".top-user"), text -> text.isEqualTo("~bea"));
        leave();
        signIn("subject-of-another", "bea");
        browser.waiting(SOON).until(page -> !browser.address().contains("/login"));
        browser.awaitText(By.cssSelector(".top-user"), text -> text.isEqualTo("~bea2"));
    }

    @Test
    void whoIsLoggedInLinksAnAccountOfTheProviderAndRemovesIt() {
        browser.logIn("admin", stack.password());
        browser.open("/settings");
        browser.click(By.id("link"));
        atProvider("subject-of-admin", "root");

        browser.awaitText(By.id("notice"), text -> text.contains("log in with this account"));
        assertThat(browser.text(By.cssSelector(".identity"))).contains("root");
        browser.picture("settings-linked");
        leave();
        signIn("subject-of-admin", "root");
        browser.waiting(SOON).until(page -> !browser.address().contains("/login"));
        browser.awaitText(By.cssSelector(".top-user"), text -> text.isEqualTo("~admin"));

        browser.open("/settings");
        browser.click(By.cssSelector(".identity .remove"));
        browser.awaitText(By.id("removal"), text -> text.contains("root"));
        browser.click(By.id("remove"));
        browser.waiting(SOON)
                .until(page -> browser.texts(By.cssSelector(".identity")).isEmpty());
        leave();
        signIn("subject-of-admin", "root");
        browser.waiting(SOON).until(page -> !browser.address().contains("/login"));
        browser.awaitText(By.cssSelector(".top-user"), text -> text.isEqualTo("~root"));
    }

    @Test
    void anAnswerThatThisBrowserHasNotAskedForIsRefused() {
        browser.open("/login/openid/callback?code=x&state=guessed");

        browser.awaitText(By.id("notice"), text -> text.contains("has not begun such a login"));
        browser.open("/settings");
        assertThat(browser.address()).contains("/login");
        browser.picture("openid-refused");
    }

    @Test
    void anAnswerIsGoodForOneLogin() {
        signIn("subject-of-cleo", "cleo");
        browser.waiting(SOON).until(page -> !browser.address().contains("/login"));
        leave();
        browser.open("/login");
        browser.click(By.id("openid"));
        browser.await(By.name("username"));
        String state = browser.address().replaceFirst("^.*[?&]state=([^&]+).*$", "$1");

        browser.open("/login/openid/callback?code=stolen&state=" + state);
        browser.awaitText(By.id("notice"), text -> text.contains("Logging in by OpenID"));
        browser.open("/login/openid/callback?code=stolen&state=" + state);
        browser.awaitText(By.id("notice"), text -> text.contains("has not begun such a login"));
    }

    @Test
    void anotherPageDoesNotLinkAnAccount() {
        browser.logIn("admin", stack.password());

        browser.open("/login/openid?link=guessed");

        browser.awaitText(By.id("notice"), text -> text.contains("begin on the page of your settings"));
        assertThat(browser.address()).endsWith("/settings");
    }

    /** Goes by the login page, and says to the provider who one is. */
    private void signIn(String subject, String name) {
        if (!browser.address().contains("/login")) {
            browser.open("/login");
        }
        browser.click(By.id("openid"));
        atProvider(subject, name);
    }

    private void atProvider(String subject, String name) {
        browser.type(By.name("username"), subject);
        browser.type(By.name("claims"), "{\"preferred_username\": \"%s\"}".formatted(name));
        browser.click(By.cssSelector("input[type=submit]"));
    }

    private void leave() {
        browser.click(By.id("frame:leave"));
        browser.waiting(SOON).until(page -> browser.address().contains("/login"));
    }
}
