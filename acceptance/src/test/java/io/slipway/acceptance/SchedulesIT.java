// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** Schedules: in a browser on their pages, and by REST. */
@ExtendWith(StackExtension.class)
class SchedulesIT {
    private static final String SCHEDULES = "/api/schedules";
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final By ROW = By.cssSelector(".schedule");
    private static final By INFO = By.cssSelector(".message.info");
    private static final By ERROR = By.cssSelector(".message.error");
    private static final By COMES = By.cssSelector(".comes");
    private static final By NAME = By.id("schedule:name");
    private static final By CRON = By.id("schedule:cron");
    private static final By SAVE = By.id("schedule:save");
    private static final String MANIFEST = "image: debian/bookworm\ntasks:\n  - nightly: |\n      true\n";
    private static final String BODY = """
            {"name": "nightly", "cron": "0 4 * * *", "zone": "Europe/Berlin", "manifest": "%s", "note": "By *night*",
             "tags": ["slipway", "nightly"], "visibility": "private"}
            """.formatted(MANIFEST.replace("\n", "\\n"));

    private final Stack stack;
    private final Api api;
    private Browser browser;

    SchedulesIT(Stack stack) {
        this.stack = stack;
        this.api = stack.admin();
    }

    @BeforeEach
    void openBrowserWithoutSchedules() {
        schedules()
                .forEach(schedule ->
                        api.delete(SCHEDULES + "/" + schedule.path("id").asLong()));
        browser = new Browser(stack.origin());
    }

    @AfterEach
    void closeBrowser() {
        browser.picture("schedules-last");
        browser.close();
    }

    @Test
    void scheduleIsMadeAndRunAndPausedAndDeletedOnItsPages() {
        browser.logIn("admin", stack.password());
        browser.click(By.linkText("Schedules"));
        browser.waiting(SOON).until(page -> browser.address().endsWith("/schedules"));
        browser.picture("schedules-empty");

        make("nightly", "30 4 * * mon-fri");
        browser.awaitText(INFO, text -> text.contains("nightly"));
        assertThat(browser.text(ROW)).contains("nightly", "30 4 * * mon-fri", "in ", "never", "Run now", "Pause");
        browser.picture("schedules");

        browser.click(By.cssSelector("[data-command=run]"));
        browser.waiting(SOON).until(page -> browser.text(INFO).contains("was submitted"));
        String job = browser.text(By.cssSelector(".schedule .job-link"));
        assertThat(job).matches("#[0-9]+");
        browser.picture("schedules-run");
        browser.click(By.cssSelector(".schedule .job-link"));
        browser.waiting(SOON).until(page -> browser.address().endsWith("/job/" + job.substring(1)));
        assertThat(browser.text(By.cssSelector("main"))).contains("Schedule nightly");
        api.post("/api/jobs/%s/cancel".formatted(job.substring(1)));

        browser.open("/schedules");
        browser.click(By.cssSelector("[data-command=pause]"));
        browser.waiting(SOON).until(page -> browser.text(ROW).contains("paused"));
        browser.picture("schedules-paused");
        browser.click(By.cssSelector("[data-command=resume]"));
        browser.waiting(SOON).until(page -> browser.text(ROW).contains("Pause"));

        browser.click(By.cssSelector("[data-command=ask]"));
        browser.awaitText(By.id("removal"), text -> text.contains("nightly"));
        browser.picture("schedules-question");
        browser.click(By.id("keep"));
        assertThat(schedules()).hasSize(1);
        browser.click(By.cssSelector("[data-command=ask]"));
        browser.click(By.id("remove"));
        browser.waiting(SOON).until(page -> browser.texts(ROW).isEmpty());
        assertThat(schedules()).isEmpty();
    }

    @Test
    void scheduleIsChangedAndWhatIsWrongIsToldWhileItIsWritten() {
        long id = api.post(SCHEDULES, BODY).json().path("id").asLong();
        browser.logIn("admin", stack.password());
        browser.open("/schedules");
        browser.click(By.cssSelector(".schedule .name"));
        browser.waiting(SOON).until(page -> browser.address().endsWith("/schedules/" + id));
        assertThat(browser.await(NAME).getAttribute("value")).isEqualTo("nightly");
        assertThat(browser.text(COMES).lines()).hasSize(4).first().isEqualTo("Next:");
        assertThat(browser.text(COMES)).contains(", 04:00 +0");
        browser.picture("schedule");

        write(CRON, "* * * * *");
        browser.waiting(SOON).until(page -> browser.text(COMES).contains("at least 5m"));
        browser.edit("image: debian/bookworm\ntasks:\n  - A b: echo\n");
        browser.waiting(SOON).until(page -> browser.lineOfFinding("A b") == 3);
        write(CRON, "0 5 * * *");
        browser.waiting(SOON).until(page -> browser.text(COMES).contains("05:00"));
        browser.click(SAVE);
        browser.awaitText(ERROR, text -> text.contains("nothing was saved"));
        browser.picture("schedule-error");

        browser.edit(MANIFEST + "# changed\n");
        browser.click(SAVE);

        browser.waiting(SOON).until(page -> browser.address().endsWith("/schedules"));
        JsonNode changed = api.get(SCHEDULES + "/" + id).json();
        assertThat(changed.path("cron").asText()).isEqualTo("0 5 * * *");
        assertThat(changed.path("zone").asText()).isEqualTo("Europe/Berlin");
        assertThat(changed.path("manifest").asText()).isEqualTo(MANIFEST + "# changed\n");
        assertThat(changed.path("note").asText()).isEqualTo("By *night*");
        assertThat(changed.path("visibility").asText()).isEqualTo("private");
    }

    @Test
    void pagesAreOnlyForWhoIsLoggedInAndNamesNothingThatIsNotThere() {
        for (String page : List.of("/schedules", "/schedules/new", "/schedules/1")) {
            browser.open(page);
            browser.waiting(SOON).until(shown -> browser.address().contains("/login"));
        }
        browser.logIn("admin", stack.password());
        for (String page : List.of("/schedules/999999", "/schedules/x")) {
            browser.open(page);
            assertThat(browser.text(By.cssSelector("main"))).contains("Looking for schedule");
        }
    }

    @Test
    void schedulesAreKeptByRest() {
        Api.Answer added = api.post(SCHEDULES, BODY);

        assertThat(added.status()).as(added.text()).isEqualTo(201);
        assertThat(added.header("Location"))
                .endsWith(SCHEDULES + "/" + added.json().path("id").asLong());
        assertThat(schedules()).containsExactly(added.json());
        assertThat(added.json().path("state").asText()).isEqualTo("active");
        assertThat(Instant.parse(added.json().path("next_run").asText())).isAfter(Instant.now());
        assertThat(added.json().path("last_run").isNull()).isTrue();
        String schedule = SCHEDULES + "/" + added.json().path("id").asLong();
        Api.Answer ran = api.post(schedule + "/run");
        assertThat(ran.status()).as(ran.text()).isEqualTo(201);
        long job = ran.json().path("id").asLong();
        assertThat(ran.json().path("note").asText()).isEqualTo("By *night*");
        assertThat(api.get(schedule).json().path("last_job").path("id").asLong())
                .isEqualTo(job);
        assertThat(api.get(schedule).json().path("last_job").path("url").asText())
                .isEqualTo("/~admin/job/" + job);
        api.post("/api/jobs/%d/cancel".formatted(job));
        Api.Answer paused = api.put(schedule, BODY.replaceFirst("\\{", "{\"paused\": true, "));
        assertThat(paused.status()).as(paused.text()).isEqualTo(200);
        assertThat(paused.json().path("state").asText()).isEqualTo("paused");
        assertThat(paused.json().path("next_run").isNull()).isTrue();
        assertThat(api.delete(schedule).status()).isEqualTo(204);
        assertThat(api.get(schedule).problem()).isEqualTo("404 SW-3050");
    }

    @Test
    void whatIsNotAllowedByRestIsSaid() {
        Api reader = stack.as("admin", "JOBS:RO");
        Api nobody = new Api(stack.origin(), "");

        assertThat(nobody.get(SCHEDULES).problem()).isEqualTo("401 SW-2001");
        assertThat(nobody.post(SCHEDULES, BODY).problem()).isEqualTo("401 SW-2001");
        assertThat(reader.get(SCHEDULES).status()).isEqualTo(200);
        assertThat(reader.post(SCHEDULES, BODY).problem()).isEqualTo("403 SW-2004");
        assertThat(api.post(SCHEDULES, "{}").problem()).isEqualTo("400 SW-3007");
        assertThat(api.post(SCHEDULES, BODY.replace("0 4 * * *", "nightly")).problem())
                .isEqualTo("400 SW-3051");
        assertThat(api.post(SCHEDULES, BODY.replace("Europe/Berlin", "Berlin")).problem())
                .isEqualTo("400 SW-3052");
        assertThat(api.post(SCHEDULES, BODY.replace("0 4 * * *", "* * * * *")).problem())
                .isEqualTo("400 SW-3053");
        Api.Answer manifest = api.post(SCHEDULES, BODY.replace("- nightly", "- Nightly"));
        assertThat(manifest.problem()).isEqualTo("400 SW-1011");
        assertThat(manifest.json().path("errors").path(0).path("line").asInt()).isEqualTo(3);
        assertThat(api.get(SCHEDULES + "/999999").problem()).isEqualTo("404 SW-3050");
        assertThat(api.put(SCHEDULES + "/999999", BODY).problem()).isEqualTo("404 SW-3050");
        assertThat(api.delete(SCHEDULES + "/999999").problem()).isEqualTo("404 SW-3050");
        assertThat(api.post(SCHEDULES + "/x/run").problem()).isEqualTo("404 SW-3050");
        assertThat(schedules()).isEmpty();
    }

    private void make(String name, String cron) {
        browser.click(By.linkText("New schedule"));
        browser.waiting(SOON).until(page -> browser.address().endsWith("/schedules/new"));
        browser.edit(MANIFEST);
        write(NAME, name);
        write(CRON, cron);
        browser.waiting(SOON).until(page -> browser.text(COMES).contains("04:30"));
        browser.picture("schedule-new");
        browser.click(SAVE);
        browser.waiting(SOON).until(page -> browser.address().endsWith("/schedules"));
    }

    /** Writes into a field and leaves it. */
    private void write(By field, String text) {
        browser.type(field, text);
        browser.click(By.cssSelector("h1"));
    }

    private List<JsonNode> schedules() {
        List<JsonNode> schedules = new ArrayList<>();
        api.get(SCHEDULES).json().path("results").forEach(schedules::add);
        return schedules;
    }
}
