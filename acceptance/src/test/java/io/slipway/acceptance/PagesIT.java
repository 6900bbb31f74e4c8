// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** Jobs as people find them and show them. None of the jobs here needs a guest. */
@ExtendWith(StackExtension.class)
class PagesIT {
    private static final String MANIFEST = "image: debian/bookworm\ntasks:\n  - a: echo\n";
    private static final String SLEEP = "image: debian/bookworm\ntasks:\n  - a: sleep 600\n";
    private static final By ROWS = By.cssSelector("tr.job");
    private static final By OUTCOME = By.id("outcome");
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Stack stack;
    private final Api nobody;
    private Browser browser;

    PagesIT(Stack stack) {
        this.stack = stack;
        this.nobody = new Api(stack.origin(), "");
    }

    @BeforeEach
    void openBrowser() {
        browser = new Browser(stack.origin());
    }

    @AfterEach
    void closeBrowser() {
        browser.picture("pages-last");
        browser.close();
    }

    @Test
    void whoIsNotLoggedInIsWelcomedAndListsPublicJobsBelowTheirTags() {
        long open = cancelled("public", "Shown to *everybody*", "lists", "main");
        cancelled("private", "Shown to nobody", "lists", "main");
        cancelled("unlisted", "Shown to some", "lists", "main");

        browser.open("/");
        browser.awaitText(By.id("log-in"), text -> text.isEqualTo("Log in"));
        browser.picture("welcome");

        browser.open("/~admin/LISTS");
        assertThat(browser.texts(ROWS)).singleElement().asString().contains("#" + open, "Shown to everybody");
        assertThat(browser.texts(By.cssSelector(".crumb"))).containsExactly("~admin", "LISTS");
        browser.click(By.linkText("main"));
        browser.waiting(SOON).until(page -> browser.address().endsWith("/~admin/lists/main"));
        assertThat(browser.texts(ROWS)).hasSize(1);
        browser.picture("list-tags");

        assertThat(nobody.get("/~admin").header("Set-Cookie"))
                .as("no session for who only reads")
                .isEmpty();
        assertThat(nobody.get("/~nobody-is-named-so").status()).isEqualTo(404);
        assertThat(nobody.get("/~nobody-is-named-so/job/" + open).status()).isEqualTo(404);
    }

    @Test
    void listIsSearchedAndWhatIsNoSearchIsSaid() {
        cancelled("unlisted", "A needle in the hay", "search");
        pending("A needle that waits", "search");
        browser.logIn("admin", stack.password());

        search("needle status:cancelled tags:search");
        browser.waiting(SOON).until(page -> browser.texts(ROWS).size() == 1);
        assertThat(browser.texts(ROWS).get(0)).contains("A needle in the hay", "unlisted");
        browser.picture("list-search");

        search("needle !status:cancelled tags:search");
        browser.waiting(SOON)
                .until(page -> browser.texts(ROWS).stream().anyMatch(row -> row.contains("A needle that waits")));
        assertThat(browser.texts(ROWS)).hasSize(1);
        pending("A needle that comes later: äöü", "search");
        browser.waiting(SOON)
                .until(page -> browser.texts(ROWS).stream().anyMatch(row -> row.contains("comes later: äöü")));
        search("\"LATER: ÄÖ\" tags:search");
        browser.waiting(SOON).until(page -> browser.texts(ROWS).size() == 1);

        search("owner:admin");
        browser.awaitText(By.id("problem"), text -> text.contains("there is no key owner", "status, image and tags"));
        assertThat(nobody.get("/~admin?search=owner:admin").status()).isEqualTo(400);
    }

    @Test
    void ownerSaysWhoMaySeeAJob() {
        long job = cancelled("unlisted", "", "details");
        browser.logIn("admin", stack.password());
        browser.open("/~admin/job/" + job);

        browser.click(By.id("to-details"));
        browser.click(By.cssSelector("input[value=private]"));
        browser.picture("details");
        browser.click(By.id("save"));

        browser.awaitText(By.cssSelector(".message.info"), text -> text.isEqualTo("Saved: the job is private."));
        assertThat(browser.await(By.cssSelector("input[value=private]")).isSelected())
                .isTrue();
        browser.picture("details-saved");
        browser.click(By.id("to-job"));
        browser.waiting(SOON).until(page -> browser.text(By.id("visibility")).equals("private"));
        assertThat(nobody.get("/api/jobs/" + job).status()).isEqualTo(404);
        assertThat(stack.admin()
                        .get("/api/jobs/" + job)
                        .json()
                        .path("visibility")
                        .asText())
                .isEqualTo("private");
    }

    @Test
    void noteIsMarkdownThatDoesNoHarm() {
        long job = cancelled(
                "public",
                "# Fix\n\n[it](https://e.example/7) <script>document.title='harmed'</script> [x](javascript:alert(1))",
                "note");
        browser.open("/~admin/job/" + job);

        browser.awaitText(By.cssSelector("#note h1"), text -> text.isEqualTo("Fix"));
        assertThat(browser.await(By.linkText("it")).getAttribute("rel")).contains("nofollow", "noopener");
        assertThat(browser.text(By.id("note"))).contains("<script>document.title='harmed'</script>");
        assertThat(browser.texts(By.cssSelector("#note a"))).containsExactly("it");
        assertThat(browser.title()).startsWith("#" + job);
        browser.picture("note");
    }

    @Test
    void badgesAndFeedsTellOfPublicJobsAlone() {
        long open = cancelled("public", "In the feed & <b>\u0001", "feeds");
        cancelled("private", "Not in the feed", "feeds");

        Api.Answer badge = nobody.get("/~admin/feeds.svg?name=%3Cscript%3E%26");
        assertThat(badge.status()).isEqualTo(200);
        assertThat(badge.header("Content-Type")).startsWith("image/svg+xml");
        assertThat(badge.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(badge.text()).contains("&lt;script&gt;&amp;: unknown").doesNotContain("<script");
        assertThat(nobody.get("/~admin/feeds.svg?name=%3Cscript%3E%26", "If-None-Match", badge.header("ETag"))
                        .status())
                .isEqualTo(304);
        assertThat(nobody.get("/~nobody-is-named-so.svg").status()).isEqualTo(404);
        assertThat(nobody.get("/~admin.svg?name=%C3%A4").text()).contains("ä: ");

        Api.Answer feed = nobody.get("/~admin/feeds/rss.xml");
        assertThat(feed.header("Content-Type")).startsWith("application/rss+xml");
        assertThat(feed.text())
                .contains("#%d cancelled: In the feed &amp; &lt;b&gt;".formatted(open))
                .contains("<link>%s/~admin/job/%d</link>".formatted(stack.origin(), open))
                .doesNotContain("Not in the feed", "\u0001");
        assertThat(nobody.get("/~admin/feeds/rss.xml?search=status:failed").text())
                .doesNotContain("<item>");
        assertThat(nobody.get("/~admin/feeds/rss.xml?search=x:y").status()).isEqualTo(400);
    }

    @Test
    void jobIsCopiedIntoTheEditor() {
        long job = cancelled("private", "Once more", "copied");
        browser.logIn("admin", stack.password());

        browser.open("/resubmit/" + job);
        browser.await(By.className("CodeMirror"));
        assertThat(browser.text(By.cssSelector(".CodeMirror-code"))).contains("image: debian/bookworm");
        assertThat(browser.await(By.id("submit:note")).getAttribute("value")).isEqualTo("Once more");
        assertThat(browser.await(By.cssSelector("input[value=private]")).isSelected())
                .isTrue();
        browser.picture("resubmit");

        browser.open("/submit?manifest=image:%20given&note=and%20%3Cb%3E");
        browser.waiting(SOON)
                .until(page -> browser.text(By.cssSelector(".CodeMirror-code")).contains("image: given"));
        assertThat(browser.await(By.id("submit:note")).getAttribute("value")).isEqualTo("and <b>");
        assertThat(browser.await(By.cssSelector("input[value=unlisted]")).isSelected())
                .isTrue();

        browser.open("/resubmit/999999999");
        browser.awaitText(By.cssSelector(".error-page"), text -> text.contains("404"));
        assertThat(nobody.get("/resubmit/" + job).header("Location")).contains("/login.xhtml?next=");
    }

    @Test
    void jobThatWaitsSaysWhyAndAdministratorsSeeIt() {
        RunningJob first = RunningJob.submit(stack.admin(), SLEEP);
        RunningJob second = RunningJob.submit(stack.admin(), SLEEP);
        RunningJob third = RunningJob.submit(stack.admin(), SLEEP);
        try {
            browser.logIn("admin", stack.password());
            browser.open("/~admin/job/" + third.id());
            browser.waiting(SOON).until(page -> browser.text(OUTCOME).contains("Waits for a free slot"));
            int position = third.now().at("/waiting/position").asInt();
            assertThat(position).isPositive();
            browser.picture("waiting");

            browser.open("/admin");
            browser.waiting(SOON)
                    .until(page -> browser.texts(ROWS).stream().anyMatch(row -> row.contains("#" + third.id())));
            assertThat(browser.texts(ROWS)).as("each with its owner").allMatch(row -> row.contains("~"));
            browser.picture("admin");

            browser.open("/~admin/job/" + third.id());
            second.cancel();
            browser.waiting(SOON)
                    .until(page -> third.now().at("/waiting/position").asInt() != position
                            || third.now().path("waiting").isNull());
            browser.open("/~admin/job/%d#setup-1".formatted(first.id()));
            browser.waiting(SOON).until(page -> !browser.texts(By.id("setup-1")).isEmpty());
        } finally {
            List.of(first, second, third).forEach(RunningJob::cancel);
        }
        assertThat(nobody.get("/admin").header("Location")).contains("/login.xhtml?next=%2Fadmin");
    }

    private void search(String text) {
        browser.open("/");
        browser.type(By.id("search"), text);
        browser.click(By.cssSelector("#search-form button"));
    }

    private long pending(String note, String... tags) {
        return submit("unlisted", note, tags);
    }

    /** A job that has ended without a guest. */
    private long cancelled(String visibility, String note, String... tags) {
        long job = submit(visibility, note, tags);
        assertThat(stack.admin().post("/api/jobs/%d/cancel".formatted(job)).status())
                .isEqualTo(200);
        return job;
    }

    private long submit(String visibility, String note, String... tags) {
        JsonNode made = stack.admin()
                .submit(Map.of(
                        "manifest",
                        MANIFEST,
                        "note",
                        note,
                        "tags",
                        List.of(tags),
                        "visibility",
                        visibility,
                        "execute",
                        false))
                .json();
        assertThat(made.path("id").asLong()).as(made.toString()).isPositive();
        return made.path("id").asLong();
    }
}
