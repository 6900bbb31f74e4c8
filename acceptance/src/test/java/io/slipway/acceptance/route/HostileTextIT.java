// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.acceptance.Api;
import io.slipway.acceptance.Api.Answer;
import io.slipway.acceptance.Browser;
import io.slipway.acceptance.Stack;
import io.slipway.acceptance.StackExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** What users write, jobs print and keep: it is shown, and runs nowhere. */
@ExtendWith(StackExtension.class)
class HostileTextIT {
    private static final String HARM =
            "<script>document.title='harmed'</script><img src=x onerror=document.title='harmed'>";
    private static final Duration LONGEST = Duration.ofMinutes(8);

    private final Stack stack;
    private final Api admin;

    HostileTextIT(Stack stack) {
        this.stack = stack;
        this.admin = stack.admin();
    }

    @Test
    void whatAJobPrintsAndKeepsRunsNowhere() {
        JsonNode submitted = admin.submit(Map.of(
                        "manifest",
                        """
                        image: debian/bookworm
                        tasks:
                          - a: |
                              cat >page.html <<'END'
                              %1$s
                              END
                              cp page.html page.svg
                              cat page.html
                              printf '\\033]0;harmed\\007\\033]8;;javascript:document.title=1\\033\\\\link\\n'
                        artifacts: [page.html, page.svg]
                        """.formatted(HARM),
                        "note",
                        HARM + "\n\n[x](javascript:document.title=1)",
                        "tags",
                        List.of("hostile"),
                        "visibility",
                        "public"))
                .json();
        String job = submitted.path("id").asText();
        JsonNode ended = ended(job);

        for (JsonNode artifact : ended.path("artifacts")) {
            Answer bytes = admin.get(artifact.path("url").asText());
            assertThat(bytes.text()).contains(HARM);
            assertThat(bytes.header("Content-Type")).startsWith("application/octet-stream");
            assertThat(bytes.header("Content-Disposition")).startsWith("attachment");
            assertThat(bytes.header("Content-Security-Policy")).contains("default-src 'none'", "sandbox");
            assertThat(bytes.header("X-Content-Type-Options")).isEqualTo("nosniff");
        }
        assertThat(ended.path("artifacts")).hasSize(2);
        Answer log = admin.get("/api/jobs/%s/log/a".formatted(job));
        assertThat(log.header("Content-Type")).startsWith("text/plain");
        assertThat(log.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(admin.get("/~admin/hostile/rss.xml").text()).doesNotContain("<script", "<img src=x");
        assertThat(admin.get("/~admin/hostile.svg?name=" + "%3Cscript%3Ealert(1)%3C/script%3E")
                        .text())
                .doesNotContain("<script");
        look(job);
    }

    private JsonNode ended(String job) {
        JsonNode ended = org.awaitility.Awaitility.await()
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () -> admin.get("/api/jobs/" + job).json(),
                        now -> Things.ENDED.contains(now.path("status").asText()));
        assertThat(ended.path("status").asText()).isEqualTo("success");
        return ended;
    }

    private void look(String job) {
        try (Browser browser = new Browser(stack.origin())) {
            browser.open("/~admin/job/" + job);
            browser.waiting(Duration.ofSeconds(30))
                    .until(page -> page.findElement(By.cssSelector("details.log[data-task=a] .lines"))
                            .getText()
                            .contains("onerror"));
            assertThat(browser.title()).startsWith("#" + job);
            assertThat(
                            (Long)
                                    browser.run(
                                            "return document.querySelectorAll('main script:not([nonce]), img[onerror], a[href^=javascript]').length"))
                    .isZero();
            browser.picture("hostile-text");
            browser.open("/~admin/hostile");
            browser.waiting(Duration.ofSeconds(30))
                    .until(page -> !page.findElements(By.cssSelector("tr.job")).isEmpty());
            assertThat(browser.title()).doesNotContain("harmed");
        }
    }
}
