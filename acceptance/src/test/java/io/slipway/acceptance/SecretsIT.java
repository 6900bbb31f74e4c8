// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

/** Secrets: in a browser on their pages, by REST, and in a real guest. */
@ExtendWith(StackExtension.class)
class SecretsIT {
    private static final String SECRETS = "/api/secrets";
    private static final By SHOWN = By.cssSelector(".secret");
    private static final By INFO = By.cssSelector(".message.info");
    private static final By ERROR = By.cssSelector(".message.error");
    private static final By TEXT = By.id("text");
    private static final String PASSWORD = "hunter2-hunter2";
    private static final String NOBODYS = "00000000-0000-4000-8000-000000000000";

    @TempDir
    private Path folder;

    private final Stack stack;
    private final Api api;
    private final Api jobs;
    private Browser browser;

    SecretsIT(Stack stack) {
        this.stack = stack;
        this.api = stack.as("admin", "SECRETS:RW");
        this.jobs = stack.as("admin", "JOBS:RW", "LOGS:RO", "SECRETS:RO");
    }

    @BeforeEach
    void openBrowserWithoutSecrets() {
        secrets()
                .forEach(
                        secret -> api.delete(SECRETS + "/" + secret.path("uuid").asText()));
        browser = new Browser(stack.origin());
        browser.logIn("admin", stack.password());
    }

    @AfterEach
    void closeBrowser() {
        browser.picture("secrets-last");
        browser.close();
    }

    @Test
    void secretIsAddedAndListedWithoutItsContentAndDeletedAfterAQuestion() {
        browser.click(By.id("to-secrets"));
        browser.waiting(Duration.ofSeconds(30)).until(page -> browser.address().endsWith("/secrets"));
        browser.picture("secrets-empty");

        choose("file");
        browser.type(By.id("name"), "the nëtrc");
        browser.type(By.id("path"), "~/.netrc");
        browser.type(By.id("mode"), "640");
        browser.type(TEXT, "line one\n" + PASSWORD);
        browser.click(By.id("add"));

        browser.awaitText(INFO, text -> text.startsWith("Successfully added secret"));
        assertThat(browser.texts(SHOWN))
                .singleElement()
                .satisfies(shown -> assertThat(shown).contains("the nëtrc", "~/.netrc", "640", "file", "never used"));
        assertThat(browser.source()).doesNotContain(PASSWORD);
        browser.picture("secrets-listed");
        String uuid = secrets().get(0).path("uuid").asText();

        browser.click(By.cssSelector(".secret .delete"));
        browser.waiting(Duration.ofSeconds(30)).until(page -> browser.address().endsWith("/secret/delete/" + uuid));
        browser.awaitText(By.cssSelector("main"), text -> text.contains("the nëtrc", uuid, "never"));
        browser.picture("secrets-delete");
        browser.click(By.id("delete"));

        browser.awaitText(INFO, text -> text.contains(uuid, "was deleted"));
        assertThat(browser.texts(SHOWN)).isEmpty();
        assertThat(secrets()).isEmpty();
        browser.open("/secret/delete/" + uuid);
        browser.awaitText(By.cssSelector("main"), text -> text.contains("No such secret"));
    }

    @Test
    void fileIsSentInsteadOfAText() throws IOException {
        Path key = Files.write(folder.resolve("key"), resource("ed25519"));
        browser.open("/secrets");

        browser.type(By.id("name"), "deploy");
        browser.upload(By.id("file"), key);
        browser.click(By.id("add"));

        browser.awaitText(INFO, text -> text.startsWith("Successfully added secret"));
        assertThat(secrets()).singleElement().satisfies(secret -> {
            assertThat(secret.path("type").asText()).isEqualTo("ssh_key");
            assertThat(secret.path("name").asText()).isEqualTo("deploy");
        });
    }

    @Test
    void whatIsWrongIsToldAndTheSecretDoesNotComeBack() throws IOException {
        browser.open("/secrets");
        browser.type(By.id("name"), "deploy");
        browser.type(TEXT, PASSWORD);
        browser.click(By.id("add"));

        browser.awaitText(ERROR, text -> text.contains("private ssh key"));
        assertThat(browser.await(By.id("name")).getAttribute("value")).isEqualTo("deploy");
        assertThat(browser.await(TEXT).getAttribute("value")).isEmpty();
        assertThat(browser.source()).doesNotContain(PASSWORD);
        browser.picture("secrets-wrong");

        choose("file");
        browser.type(By.id("path"), "x");
        browser.upload(By.id("file"), Files.write(folder.resolve("large"), new byte[20_000]));
        browser.click(By.id("add"));
        browser.waiting(Duration.ofSeconds(30))
                .until(page -> browser.text(ERROR).contains("too large"));

        choose("file");
        browser.type(By.id("path"), "x");
        browser.type(TEXT, PASSWORD);
        browser.upload(By.id("file"), Files.write(folder.resolve("both"), new byte[20]));
        browser.click(By.id("add"));
        browser.waiting(Duration.ofSeconds(30))
                .until(page -> browser.text(ERROR).contains("Either secret text or file"));
        assertThat(secrets()).isEmpty();
    }

    @Test
    void sharingAsksWithWhomAndSaysWhenThereIsNobody() {
        add("{\"type\": \"file\", \"name\": \"netrc\", \"path\": \"x\", \"content\": \"hunter2-hunter2\"}");
        browser.open("/secrets");

        browser.click(By.cssSelector(".secret .share"));
        browser.type(By.id("user"), "~nobody");
        browser.awaitText(By.cssSelector("main"), text -> text.contains("cannot be undone"));
        browser.picture("secrets-share");
        browser.click(By.id("share"));

        browser.awaitText(ERROR, text -> text.contains("No such user"));
    }

    @Test
    void pagesAreOnlyForWhoIsLoggedIn() {
        browser.click(By.id("frame:leave"));
        browser.waiting(Duration.ofSeconds(30)).until(page -> browser.address().contains("/login"));

        for (String page : List.of("/secrets", "/secrets.xhtml", "/secret/delete/x", "/secret/share/x")) {
            browser.open(page);
            browser.waiting(Duration.ofSeconds(30))
                    .until(shown -> browser.address().contains("/login"));
        }
    }

    @Test
    void editorMarksASecretThatIsNotThere() {
        browser.open("/submit");

        browser.edit("image: debian/bookworm\ntasks:\n  - a: echo\nsecrets:\n  - nosuch\n");

        browser.waiting(Duration.ofSeconds(30)).until(page -> browser.lineOfFinding("you have none of this name") == 5);
        browser.picture("secrets-editor");
    }

    @Test
    void secretsAreKeptByRest() {
        JsonNode added = add(
                "{\"type\": \"file\", \"name\": \"netrc\", \"path\": \"~/.netrc\", \"content\": \"hunter2-hunter2\"}");
        String uuid = SECRETS + "/" + added.path("uuid").asText();

        assertThat(secrets()).containsExactly(added);
        assertThat(added.toString()).doesNotContain("hunter2");
        assertThat(added.path("mode").asText()).isEqualTo("600");
        assertThat(added.path("last_used").isNull()).isTrue();
        assertThat(api.post(uuid + "/share", "{\"user\": \"nobody\"}").problem())
                .isEqualTo("404 SW-2036");
        assertThat(api.post(uuid + "/share", "{\"user\": \"admin\"}").problem()).isEqualTo("400 SW-3007");
        assertThat(api.post(SECRETS, "{\"type\": \"file\", \"name\": \"netrc\", \"path\": \"x\", \"content\": \"y\"}")
                        .problem())
                .isEqualTo("409 SW-2033");
        assertThat(api.delete(uuid).status()).isEqualTo(204);
        assertThat(api.delete(uuid).problem()).isEqualTo("404 SW-2035");
        assertThat(api.post(uuid + "/share", "{\"user\": \"bob\"}").problem()).isEqualTo("404 SW-2035");
    }

    @Test
    void whatIsNotAllowedByRestIsSaid() {
        Api nobody = new Api(stack.origin(), "");
        Api reader = stack.as("admin", "SECRETS:RO");
        String good = "{\"type\": \"file\", \"path\": \"x\", \"content\": \"hunter2-hunter2\"}";

        assertThat(nobody.get(SECRETS).problem()).isEqualTo("401 SW-2001");
        assertThat(nobody.post(SECRETS, good).problem()).isEqualTo("401 SW-2001");
        assertThat(stack.admin().get(SECRETS).problem()).isEqualTo("403 SW-2004");
        assertThat(reader.get(SECRETS).status()).isEqualTo(200);
        assertThat(reader.post(SECRETS, good).problem()).isEqualTo("403 SW-2004");
        assertThat(api.post(SECRETS, "{\"type\": \"password\", \"content\": \"x\"}")
                        .problem())
                .isEqualTo("400 SW-3007");
        assertThat(api.post(SECRETS, "{\"type\": \"file\", \"path\": \"../x\", \"content\": \"x\"}")
                        .problem())
                .isEqualTo("400 SW-2030");
        assertThat(api.post(
                                SECRETS,
                                "{\"type\": \"file\", \"path\": \"x\", \"content\": \"%s\"}"
                                        .formatted("x".repeat(16_385)))
                        .problem())
                .isEqualTo("413 SW-2031");
        assertThat(api.post(SECRETS, "{\"type\": \"pgp_key\", \"content\": \"x\"}")
                        .problem())
                .isEqualTo("400 SW-2032");
        assertThat(secrets()).isEmpty();
    }

    @Test
    void manifestThatNamesAMissingSecretIsRefusedWithItsPlace() {
        String manifest = "image: debian/bookworm\ntasks:\n  - a: echo\nsecrets:\n  - " + NOBODYS + "\n";

        Api.Answer answer = jobs.submit(manifest);

        assertThat(answer.problem()).isEqualTo("400 SW-1017");
        assertThat(answer.json().at("/errors/0/line").asInt()).isEqualTo(5);
        assertThat(stack.admin()
                        .submit(Map.of("manifest", manifest, "secrets", true))
                        .problem())
                .as("a token that may not read secrets")
                .isEqualTo("403 SW-2004");
        Api.Answer without = jobs.submit(Map.of("manifest", manifest, "secrets", false, "execute", false));
        assertThat(without.status()).isEqualTo(200);
        assertThat(without.json().at("/warnings/0/code").asText()).isEqualTo("SW-1019");
    }

    @Test
    void jobHasItsSecretAndItsTokenAndShowsNeither() throws IOException {
        add(
                "{\"type\": \"file\", \"name\": \"netrc\", \"path\": \"~/.netrc\", \"mode\": \"400\", \"content\": \"hunter2-hunter2\\n\"}");
        Forwarder forwarder = new Forwarder(stack.origin());
        RunningJob job = RunningJob.submit(jobs, """
                image: debian/bookworm
                secrets:
                  - netrc
                oauth: builds.sr.ht/JOBS:RO
                tasks:
                  - secret: |
                      stat -c '%%a %%n' ~/.netrc
                      SECRET=$(cat ~/.netrc)
                      echo "$SECRET"
                  - token: |
                      echo "$OAUTH2_TOKEN"
                      acurl -s -o /dev/null -w 'status %%{http_code}\\n' %1$s/api/jobs/$JOB_ID
                      acurl -s -o /dev/null -w 'status %%{http_code}\\n' %1$s/api/secrets
                """.formatted(forwarder.address()));

        JsonNode ended = job.awaitEnd();
        forwarder.close();

        assertThat(ended.path("status").asText()).as(job.setupLog()).isEqualTo("success");
        assertThat(job.log("secret").text().replace("\r", ""))
                .contains("400 /home/build/.netrc\n", "+ SECRET=***", "\n***\n")
                .doesNotContain("hunter2");
        assertThat(job.log("token").text().replace("\r", ""))
                .contains("\n***\n", "status 200\n", "status 403\n")
                .doesNotContain("slipway_job_");
        assertThat(job.setupLog()).contains("Resolving secret netrc");
        assertThat(secrets().get(0).path("last_used").asText()).isNotEmpty();
    }

    private void choose(String type) {
        browser.await(By.id("type")).sendKeys(type.equals("file") ? "File" : "SSH key");
        browser.await(By.id("path"));
    }

    private JsonNode add(String json) {
        Api.Answer added = api.post(SECRETS, json);
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        return added.json();
    }

    private List<JsonNode> secrets() {
        List<JsonNode> secrets = new ArrayList<>();
        api.get(SECRETS).json().path("results").forEach(secrets::add);
        return secrets;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream file = SecretsIT.class.getResourceAsStream("/keys/" + name)) {
            return file.readAllBytes();
        }
    }
}
