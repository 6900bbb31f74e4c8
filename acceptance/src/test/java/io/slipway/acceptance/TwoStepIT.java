// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** The second step of the login, in browsers, with an app that reads the QR code from the page. */
@ExtendWith(StackExtension.class)
class TwoStepIT {
    private static final By ERROR = By.cssSelector(".message.error");
    private static final By INFO = By.cssSelector(".message.info");
    private static final By CODES = By.cssSelector("#recovery-codes li");
    private static final By SECOND = By.id("second:code");
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration STEP = Duration.ofSeconds(30);
    private static final String OWN = "one of my own";
    private static final String PAGE = "/settings/two-step";

    private final Stack stack;
    private Browser browser;
    private Browser second;

    TwoStepIT(Stack stack) {
        this.stack = stack;
    }

    @BeforeEach
    void openBrowsers() {
        browser = new Browser(stack.origin());
        second = new Browser(stack.origin());
    }

    @AfterEach
    void closeBrowsers() {
        browser.picture("two-step-last");
        second.picture("two-step-last-second");
        browser.close();
        second.close();
    }

    @Test
    void userTurnsItOnAndThePasswordAloneOpensNothingAnyMore() {
        user("tess");
        FakeAuthenticator app = begin("tess");
        assertThat(browser.text(By.id("secret")).replace(" ", "")).isEqualTo(app.secret());
        browser.type(By.id("code"), "000000");
        browser.click(By.id("confirm"));
        browser.awaitText(ERROR, text -> text.contains("code is wrong"));
        assertThat(browser.readQrCode(By.id("qr"))).contains(app.secret());
        List<String> codes = confirm(app);
        assertThat(codes).hasSize(10).doesNotHaveDuplicates();
        browser.picture("two-step-on");
        browser.open(PAGE);
        assertThat(browser.texts(CODES)).isEmpty();
        assertThat(browser.source()).doesNotContain(app.secret()).doesNotContain(codes.get(0));
        assertThat(browser.text(By.id("codes-left"))).startsWith("10");

        first("tess");
        second.picture("login-code");
        assertThat(second.texts(By.cssSelector(".top-user"))).doesNotContain("~tess");
        for (String page : List.of(PAGE, "/settings", "/submit", "/secrets")) {
            second.open(page);
            second.waiting(SOON).until(there -> second.address().contains("/login"));
        }
        second.open("/api/tokens");
        assertThat(second.source()).contains("SW-2001");
        second.open("/password");
        second.waiting(SOON).until(there -> second.address().contains("/login"));

        second.open("/login/code");
        give("000000");
        second.awaitText(ERROR, text -> text.contains("code is wrong"));
        second.picture("login-code-wrong");
        String code = app.code(STEP);
        give(code);
        second.awaitText(By.cssSelector(".top-user"), text -> text.isEqualTo("~tess"));
        leave();

        first("tess");
        give(code);
        second.awaitText(ERROR, text -> text.contains("was used before"));
        give(codes.get(0));
        second.awaitText(By.cssSelector(".top-user"), text -> text.isEqualTo("~tess"));
        second.open(PAGE);
        assertThat(second.text(By.id("codes-left"))).startsWith("9");
        leave();

        first("tess");
        give(codes.get(0));
        second.awaitText(ERROR, text -> text.contains("was used before"));
    }

    @Test
    void userTurnsItOffWithPasswordAndCode() {
        user("theo");
        List<String> codes = confirm(begin("theo"));
        browser.open(PAGE);
        end("wrong", codes.get(0));
        browser.awaitText(ERROR, text -> text.contains("password is wrong"));
        end(OWN, "abcd-efgh-jkmn-pqrs");
        browser.awaitText(ERROR, text -> text.contains("code is wrong"));
        browser.picture("two-step-off-refused");
        end(OWN, codes.get(0));
        browser.awaitText(INFO, text -> text.contains("is off"));
        browser.picture("two-step-off");

        second.logIn("theo", OWN);
        second.awaitText(By.cssSelector(".top-user"), text -> text.isEqualTo("~theo"));
    }

    @Test
    void administratorTurnsItOffForWhoHasLostEverything() {
        user("tara");
        confirm(begin("tara"));
        second.logIn("admin", stack.password());
        second.open("/admin/users/tara");
        assertThat(second.text(By.id("account-two-step"))).isEqualTo("on");
        second.picture("user-two-step");
        second.click(By.id("take-off"));
        second.awaitText(INFO, text -> text.contains("is off"));
        assertThat(second.text(By.id("account-two-step"))).isEqualTo("off");

        browser.open("/settings");
        browser.waiting(SOON).until(page -> browser.address().contains("/login"));
        browser.logIn("tara", OWN);
        browser.awaitText(By.cssSelector(".top-user"), text -> text.isEqualTo("~tara"));
    }

    private FakeAuthenticator begin(String user) {
        browser.logIn(user, OWN);
        browser.open(PAGE);
        browser.picture("two-step");
        browser.click(By.id("begin"));
        FakeAuthenticator app = new FakeAuthenticator(browser.readQrCode(By.id("qr")));
        browser.picture("two-step-begun");
        return app;
    }

    private List<String> confirm(FakeAuthenticator app) {
        browser.type(By.id("code"), app.code());
        browser.click(By.id("confirm"));
        browser.await(CODES);
        return browser.texts(CODES);
    }

    private void end(String password, String code) {
        browser.type(By.id("password"), password);
        browser.type(By.id("last-code"), code);
        browser.click(By.id("turn-off"));
    }

    /** The first step, in the second browser. */
    private void first(String user) {
        second.open("/login");
        second.type(By.id("login:username"), user);
        second.type(By.id("login:password"), OWN);
        second.click(By.id("login:enter"));
        second.await(SECOND);
    }

    private void give(String code) {
        second.type(SECOND, code);
        second.click(By.id("second:enter"));
    }

    private void leave() {
        second.click(By.id("frame:leave"));
        second.waiting(SOON).until(page -> second.address().contains("/login"));
    }

    /** Makes an account with the password {@link #OWN}. */
    private void user(String name) {
        Api admin = stack.as("admin", "JOBS:RW", "LOGS:RW", "PROFILE:RW", "SECRETS:RW");
        Api.Answer made = admin.post("/api/users", "{\"name\": \"%s\"}".formatted(name));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        second.logIn(name, made.json().path("one_time_password").asText());
        second.type(By.id("choice:new"), OWN);
        second.type(By.id("choice:again"), OWN);
        second.click(By.id("choice:take"));
        second.waiting(SOON).until(page -> !second.address().contains("/password"));
        leave();
    }
}
