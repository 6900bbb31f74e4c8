// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** Accounts: made and suspended by an administrator, looked after by their users; in browsers and by REST. */
@ExtendWith(StackExtension.class)
class AccountsIT {
    private static final String USERS = "/api/users";
    private static final By ERROR = By.cssSelector(".message.error");
    private static final By INFO = By.cssSelector(".message.info");
    private static final By ONE_TIME = By.id("one-time-password");
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String OWN = "one of my own";

    private final Stack stack;
    private final Api admin;
    private Browser browser;
    private Browser second;

    AccountsIT(Stack stack) {
        this.stack = stack;
        this.admin = stack.as("admin", "JOBS:RW", "LOGS:RW", "PROFILE:RW", "SECRETS:RW");
    }

    @BeforeEach
    void openBrowsers() {
        browser = new Browser(stack.origin());
        second = new Browser(stack.origin());
    }

    @AfterEach
    void closeBrowsers() {
        browser.picture("accounts-last");
        second.picture("accounts-last-second");
        browser.close();
        second.close();
    }

    @Test
    void administratorMakesAnAccountWhoseUserChoosesAPassword() {
        browser.logIn("admin", stack.password());
        browser.click(By.id("to-accounts"));
        browser.type(By.id("name"), "ann");
        browser.type(By.id("email"), "ann@example.org");
        browser.picture("users");
        browser.click(By.id("make"));
        String password = browser.awaitText(ONE_TIME);
        browser.picture("users-made");
        assertThat(browser.texts(By.cssSelector("tr.account"))).anyMatch(row -> row.contains("ann@example.org"));

        second.logIn("ann", password);
        assertThat(second.address()).contains("/password");
        second.open("/settings");
        second.waiting(SOON).until(page -> second.address().contains("/login"));
        second.logIn("ann", password);
        choose(second, "too short", "too short");
        second.awaitText(ERROR, text -> text.contains("10"));
        choose(second, OWN, OWN + "!");
        second.awaitText(ERROR, text -> text.contains("twice"));
        second.picture("password");
        choose(second, OWN, OWN);
        second.waiting(SOON).until(page -> !second.address().contains("/password"));
        second.awaitText(By.cssSelector(".top-user"), text -> text.isEqualTo("~ann"));
        assertThat(second.texts(By.id("to-accounts"))).isEmpty();

        second.open("/admin/users");
        assertThat(second.text(By.cssSelector("h1"))).isEqualTo("You may not see this");
        second.open("/admin/users/admin");
        assertThat(second.text(By.cssSelector("h1"))).isEqualTo("You may not see this");
        browser.open("/admin/users?search=ANN@");
        assertThat(browser.texts(By.cssSelector("tr.account"))).hasSize(1);
        browser.open("/admin/users/nobody");
        assertThat(browser.text(By.cssSelector("h1"))).isEqualTo("There is no such page");
    }

    @Test
    void administratorGivesRolesAndOneTimePasswords() {
        user("ida");
        second.logIn("ida", OWN);
        browser.logIn("admin", stack.password());
        browser.open("/admin/users/ida");
        browser.click(By.id("promote"));
        browser.await(By.id("demote"));
        assertThat(browser.text(By.id("account-role"))).isEqualTo("administrator");
        second.open("/admin/users/ida");
        second.click(By.id("demote"));
        second.waiting(SOON).until(page -> second.text(By.cssSelector("h1")).equals("You may not see this"));

        browser.open("/admin/users/admin");
        browser.click(By.id("demote"));
        browser.awaitText(ERROR, text -> text.contains("no administrator would be left"));
        browser.click(By.id("reset"));
        browser.awaitText(ERROR, text -> text.contains("this is you"));

        browser.open("/admin/users/ida");
        browser.click(By.id("reset"));
        String password = browser.awaitText(ONE_TIME);
        browser.picture("user-reset");
        browser.open("/admin/users/ida");
        assertThat(browser.texts(ONE_TIME)).isEmpty();
        second.open("/settings");
        second.waiting(SOON).until(page -> second.address().contains("/login"));
        second.logIn("ida", password);
        assertThat(second.address()).contains("/password");
    }

    @Test
    void suspendedUserIsLoggedOutWithTheNoticeUntilResumed() {
        user("bob");
        second.logIn("bob", OWN);
        Api token = stack.as("bob", "JOBS:RW", "PROFILE:RW");
        assertThat(token.get("/api/jobs").status()).isEqualTo(200);
        browser.logIn("admin", stack.password());

        browser.open("/admin/users/bob");
        browser.click(By.id("suspend"));
        browser.awaitText(ERROR, text -> text.contains("notice"));
        browser.type(By.id("notice-text"), "Mining is not allowed.");
        browser.picture("user");
        browser.click(By.id("suspend"));
        browser.await(By.id("resume"));
        assertThat(browser.text(By.id("suspension-notice"))).isEqualTo("Mining is not allowed.");
        browser.picture("user-suspended");

        second.open("/submit");
        second.awaitText(By.id("notice"), text -> text.contains("suspended", "Mining is not allowed."));
        second.picture("login-suspended");
        second.logIn("bob", OWN);
        second.awaitText(ERROR, text -> text.contains("Mining is not allowed."));
        assertThat(token.get("/api/jobs").problem()).isEqualTo("403 SW-2043");
        assertThat(token.submit("image: debian/bookworm\ntasks: [one: echo]\n").text())
                .contains("SW-2043", "Mining is not allowed.");
        browser.open("/admin/users?search=bob");
        assertThat(browser.texts(By.cssSelector("tr.account")))
                .singleElement()
                .asString()
                .contains("suspended");
        browser.picture("users-suspended");

        browser.open("/admin/users/bob");
        browser.click(By.id("resume"));
        browser.await(By.id("suspend"));
        second.logIn("bob", OWN);
        second.waiting(SOON).until(page -> !second.address().contains("/login"));
        assertThat(token.get("/api/jobs").status()).isEqualTo(200);
    }

    @Test
    void tokenIsMadeOnThePageShownOnceAndRevoked() {
        user("carl");
        browser.logIn("carl", OWN);
        browser.open("/settings/tokens");
        browser.click(By.id("make"));
        browser.awaitText(ERROR, text -> text.contains("name"));

        browser.type(By.id("name"), "laptop");
        browser.click(By.cssSelector("input[value='JOBS:RO']"));
        browser.click(By.cssSelector("input[value='PROFILE:RO']"));
        browser.type(By.id("days"), "7");
        browser.picture("tokens-form");
        browser.click(By.id("make"));
        String text = browser.awaitText(By.id("token"));
        browser.picture("tokens-made");

        Api token = new Api(stack.origin(), text);
        assertThat(token.get("/api/jobs").status()).isEqualTo(200);
        assertThat(token.submit("image: debian/bookworm\ntasks: [one: echo]\n").problem())
                .isEqualTo("403 SW-2004");
        JsonNode listed = token.get("/api/tokens").json().path("results").path(0);
        assertThat(listed.path("name").asText()).isEqualTo("laptop");
        assertThat(listed.path("grants").toString()).isEqualTo("[\"JOBS:RO\",\"PROFILE:RO\"]");
        assertThat(listed.path("last_used").isNull()).isFalse();
        assertThat(listed.toString()).doesNotContain(text);
        browser.open("/settings/tokens");
        assertThat(browser.texts(By.id("token"))).isEmpty();
        assertThat(browser.texts(By.cssSelector(".token")))
                .singleElement()
                .asString()
                .contains("laptop", "JOBS:RO", "used");

        browser.click(By.cssSelector(".token .remove"));
        browser.awaitText(By.id("removal"), removal -> removal.contains("laptop"));
        browser.picture("tokens-question");
        browser.click(By.id("remove"));

        browser.waiting(SOON)
                .until(page -> browser.texts(By.cssSelector(".token")).isEmpty());
        assertThat(token.get("/api/jobs").problem()).isEqualTo("401 SW-2002");
    }

    @Test
    void tokensAreListedAndRevokedByRest() {
        user("dora");
        Api profile = stack.as("dora", "PROFILE:RW");
        Api jobs = stack.as("dora", "JOBS:RW");
        long id = StreamSupport.stream(
                        profile.get("/api/tokens").json().path("results").spliterator(), false)
                .filter(token -> token.path("grants").toString().contains("JOBS"))
                .mapToLong(token -> token.path("id").asLong())
                .findFirst()
                .orElseThrow();

        assertThat(jobs.get("/api/tokens").problem()).isEqualTo("403 SW-2004");
        assertThat(new Api(stack.origin(), "").get("/api/tokens").problem()).isEqualTo("401 SW-2001");
        assertThat(admin.delete("/api/tokens/" + id).problem()).isEqualTo("404 SW-2048");
        assertThat(profile.delete("/api/tokens/" + id).status()).isEqualTo(204);
        assertThat(profile.delete("/api/tokens/" + id).problem()).isEqualTo("404 SW-2048");
        assertThat(jobs.get("/api/jobs").problem()).isEqualTo("401 SW-2002");
    }

    @Test
    void profileIsSavedAndAPasswordIsChangedForEveryOtherSession() {
        user("emma");
        browser.logIn("emma", OWN);
        second.logIn("emma", OWN);
        browser.open("/settings");
        browser.type(By.id("email"), "emma@example.org");
        browser.type(By.id("url"), "javascript:alert(1)");
        browser.type(By.id("bio"), "builds <b>things</b>");
        browser.click(By.id("save"));
        browser.awaitText(ERROR, text -> text.contains("https://"));
        assertThat(browser.await(By.id("bio")).getAttribute("value")).isEqualTo("builds <b>things</b>");
        browser.type(By.id("url"), "https://emma.example");
        browser.click(By.id("save"));
        browser.awaitText(INFO, text -> text.contains("saved"));
        browser.open("/settings");
        assertThat(browser.await(By.id("email")).getAttribute("value")).isEqualTo("emma@example.org");
        browser.picture("settings-profile");

        change("wrong one", "another of mine");
        browser.awaitText(ERROR, text -> text.contains("old one is wrong"));
        change(OWN, "another of mine");
        browser.awaitText(INFO, text -> text.contains("changed"));

        second.open("/settings");
        second.waiting(SOON).until(page -> second.address().contains("/login"));
        second.logIn("emma", OWN);
        second.awaitText(ERROR, text -> text.contains("wrong"));
        second.logIn("emma", "another of mine");
        second.waiting(SOON).until(page -> !second.address().contains("/login"));
        browser.open("/settings");
        assertThat(browser.await(By.id("email")).getAttribute("value")).isEqualTo("emma@example.org");
    }

    @Test
    void accountsAreKeptByRest() {
        Api.Answer made = admin.post(USERS, "{\"name\": \"fred\", \"email\": \"fred@example.org\"}");

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.header("Location")).endsWith("/api/users/fred");
        assertThat(made.json().path("one_time_password").asText()).hasSize(23);
        assertThat(made.json().path("user").path("role").asText()).isEqualTo("user");
        assertThat(admin.post(USERS, "{\"name\": \"fred\"}").problem()).isEqualTo("409 SW-2041");
        assertThat(admin.post(USERS, "{\"name\": \"fred2\", \"email\": \"FRED@example.org\"}")
                        .problem())
                .isEqualTo("409 SW-2042");
        assertThat(admin.post(USERS, "{\"name\": \"Fred\"}").problem()).isEqualTo("400 SW-3007");
        assertThat(admin.post(USERS, "{\"name\": \"fred3\", \"role\": \"king\"}")
                        .problem())
                .isEqualTo("400 SW-3007");
        JsonNode list = admin.get(USERS + "?search=fred").json();
        assertThat(list.path("total").asInt()).isEqualTo(1);
        assertThat(list.path("results").path(0).path("email").asText()).isEqualTo("fred@example.org");
        assertThat(admin.get(USERS + "/fred").json().path("canonical_name").asText())
                .isEqualTo("~fred");

        assertThat(admin.post(USERS + "/fred/suspend", "{}").problem()).isEqualTo("400 SW-3007");
        JsonNode suspended =
                admin.post(USERS + "/fred/suspend", "{\"notice\": \"why\"}").json();
        assertThat(suspended.path("notice").asText()).isEqualTo("why");
        assertThat(suspended.path("suspended").asText()).startsWith("20");
        assertThat(admin.post(USERS + "/fred/resume").json().path("suspended").isNull())
                .isTrue();
        assertThat(admin.post(USERS + "/admin/suspend", "{\"notice\": \"why\"}").problem())
                .isEqualTo("409 SW-2045");
        assertThat(admin.post(USERS + "/nobody/resume").problem()).isEqualTo("404 SW-2040");
    }

    @Test
    void accountsAreForAdministratorsWithTheScopeAlone() {
        user("gina");
        Api profile = stack.as("admin", "PROFILE:RW");

        for (Api api : List.of(stack.as("gina", "PROFILE:RW"), new Api(stack.origin(), ""), stack.admin())) {
            for (Api.Answer answer : List.of(
                    api.get(USERS),
                    api.get(USERS + "/admin"),
                    api.post(USERS, "{\"name\": \"harry\"}"),
                    api.post(USERS + "/gina/suspend", "{\"notice\": \"why\"}"),
                    api.post(USERS + "/gina/resume"))) {
                assertThat(answer.problem()).isIn("401 SW-2001", "403 SW-2004", "403 SW-2005");
            }
        }
        assertThat(profile.get(USERS).status()).isEqualTo(200);
        assertThat(profile.post(USERS, "{\"name\": \"harry\", \"role\": \"administrator\"}")
                        .problem())
                .isEqualTo("403 SW-2004");
    }

    /** Makes an account with the password {@link #OWN}. */
    private void user(String name) {
        Api.Answer made = admin.post(USERS, "{\"name\": \"%s\"}".formatted(name));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        second.logIn(name, made.json().path("one_time_password").asText());
        choose(second, OWN, OWN);
        second.waiting(SOON).until(page -> !second.address().contains("/password"));
        second.click(By.id("frame:leave"));
        second.waiting(SOON).until(page -> second.address().contains("/login"));
    }

    private static void choose(Browser browser, String password, String again) {
        browser.type(By.id("choice:new"), password);
        browser.type(By.id("choice:again"), again);
        browser.click(By.id("choice:take"));
    }

    private void change(String old, String wanted) {
        browser.type(By.id("old"), old);
        browser.type(By.id("new"), wanted);
        browser.type(By.id("again"), wanted);
        browser.click(By.id("change-password"));
    }
}
