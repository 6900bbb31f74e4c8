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

/** The audit log of the master as it is deployed: what is done in a browser and by REST is in it, and administrators read it in both. */
@ExtendWith(StackExtension.class)
class AuditIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final By LINE = By.cssSelector("tr.act");

    private final Stack stack;
    private Browser browser;

    AuditIT(Stack stack) {
        this.stack = stack;
    }

    @BeforeEach
    void open() {
        browser = new Browser(stack.origin());
    }

    @AfterEach
    void close() {
        browser.picture("audit-last");
        browser.close();
    }

    @Test
    void whatIsDoneAndRefusedIsInTheLogWithItsSender() {
        stack.user("aud");
        Api admin = stack.as("admin", "PROFILE:RW", "AUDIT:RO");
        Api aud = stack.as("aud", "PROFILE:RW", "AUDIT:RO");

        assertThat(admin.post("/api/users/aud/suspend", "{\"notice\": \"for a while\"}")
                        .status())
                .isEqualTo(200);
        assertThat(admin.post("/api/users/aud/resume").status()).isEqualTo(200);
        assertThat(aud.post("/api/users/admin/suspend", "{\"notice\": \"revenge\"}")
                        .status())
                .isEqualTo(403);

        List<JsonNode> lines = lines(admin, "/api/audit?on=account");
        JsonNode refused = lines.get(0);
        assertThat(refused.get("act").asText()).isEqualTo("account-suspended");
        assertThat(refused.get("actor").asText()).isEqualTo("aud");
        assertThat(refused.get("way").asText()).isEqualTo("token");
        assertThat(refused.get("address").asText()).isEqualTo("127.0.0.1");
        assertThat(refused.get("outcome").asText()).isEqualTo("refused");
        assertThat(refused.get("problem").asText()).isEqualTo("SW-2005");
        assertThat(lines.get(1).get("act").asText()).isEqualTo("account-resumed");
        assertThat(lines.get(2).get("details").get("notice").asText()).isEqualTo("for a while");
        assertThat(lines(admin, "/api/audit?on=account:aud&act=account-created"))
                .hasSize(1);

        assertThat(aud.get("/api/audit").problem()).isEqualTo("403 SW-2005");
        assertThat(stack.as("admin", "PROFILE:RW").get("/api/audit").problem()).isEqualTo("403 SW-2004");
        assertThat(new Api(stack.origin(), "").get("/api/audit").status()).isEqualTo(401);
        assertThat(admin.get("/api/audit?act=dance").problem()).isEqualTo("400 SW-2070");
    }

    @Test
    void administratorNarrowsTheLogInTheConsole() {
        browser.logIn("admin", stack.password());
        browser.open("/admin/users");
        browser.type(By.id("name"), "audited");
        browser.click(By.id("make"));
        browser.awaitText(By.id("one-time-password"));

        browser.click(By.id("to-audit"));
        browser.await(LINE);
        browser.picture("audit");
        assertThat(browser.texts(LINE).get(0))
                .contains("~admin", "by session", "127.0.0.1", "account-created", "audited", "done");
        browser.type(By.id("actor"), "admin");
        browser.type(By.id("on"), "account:audited");
        browser.click(By.id("narrow"));
        browser.waiting(SOON).until(page -> browser.texts(LINE).size() == 1);
        browser.picture("audit-narrowed");
        browser.open("/admin/audit?from=yesterday");
        browser.awaitText(By.cssSelector(".message.error"), text -> text.contains("from is yesterday"));

        browser.open("/audit.xhtml");
        browser.await(LINE);
        browser.click(By.id("frame:leave"));
        browser.waiting(SOON).until(page -> browser.address().contains("/login"));
        Api admin = stack.as("admin", "AUDIT:RO");
        assertThat(lines(admin, "/api/audit?act=logout").get(0).get("actor").asText())
                .isEqualTo("admin");
    }

    private static List<JsonNode> lines(Api api, String path) {
        return StreamSupport.stream(api.get(path).json().get("results").spliterator(), false)
                .toList();
    }
}
