// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
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
    private static final String CALLBACK = "/login/openid/callback?";
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
        String state = state(browser.address());

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

    @Test
    void answersThatNobodyHasAskedForShutNobodyOut() {
        Visitor led = new Visitor(stack.origin(), "127.0.0.31");
        for (int picture = 0; picture < 30; picture++) {
            assertThat(led.call("GET", "/login/openid/callback?n=" + picture, "", "")
                            .status())
                    .isEqualTo(302);
        }

        assertThat(comeBack(led, "error=access_denied").status()).isEqualTo(302);
    }

    @Test
    void refusedAnswersAreSentAwayAfterTwentyAndAGoodOneIsTakenAllTheSame() throws Exception {
        Visitor guesser = new Visitor(stack.origin(), "127.0.0.32");
        int told = 0;
        Visitor.Heard heard = comeBack(guesser, "error=access_denied");
        while (heard.status() == 302) {
            told++;
            heard = comeBack(guesser, "error=access_denied");
        }

        Visitor.Heard good = signInWithoutBrowser(guesser);

        assertThat(told).isBetween(20, 25);
        assertThat(heard.status()).isEqualTo(429);
        assertThat(heard.header("Retry-After")).isNotEmpty();
        assertThat(good.status()).isEqualTo(302);
        assertThat(good.header("Location")).doesNotContain("login").endsWith("/");
        assertThat(comeBack(guesser, "error=access_denied").status()).isEqualTo(429);
    }

    /** Begins a login, and brings an answer to it. */
    private static Visitor.Heard comeBack(Visitor visitor, String answer) {
        Visitor.Heard begun = visitor.call("GET", "/login/openid", "", "");
        return visitor.call(
                "GET", CALLBACK + "state=" + state(begun.header("Location")) + "&" + answer, cookie(begun), "");
    }

    private static Visitor.Heard signInWithoutBrowser(Visitor visitor) throws IOException, InterruptedException {
        Visitor.Heard begun = visitor.call("GET", "/login/openid", "", "");
        HttpRequest form = HttpRequest.newBuilder(URI.create(begun.header("Location")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("username=subject-of-dora"))
                .build();
        URI back = URI.create(HttpClient.newHttpClient()
                .send(form, BodyHandlers.discarding())
                .headers()
                .firstValue("Location")
                .orElseThrow());
        return visitor.call("GET", CALLBACK + back.getRawQuery(), cookie(begun), "");
    }

    private static String state(String address) {
        return address.replaceFirst("^.*[?&]state=([^&]+).*$", "$1");
    }

    private static String cookie(Visitor.Heard heard) {
        return "Cookie: " + heard.header("Set-Cookie").replaceFirst(";.*$", "") + "\r\n";
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
