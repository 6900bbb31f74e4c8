// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** A job that has failed is restarted in a browser from the task that failed, with another script. */
@ExtendWith(StackExtension.class)
class RestartJobIT {
    private static final By STATUS = By.id("job-status");
    private static final By RESTART = By.id("restart-task");
    private static final Duration LONGEST = Duration.ofMinutes(8);
    /** The first task lasts long enough for a checkpoint behind it to be worth its cost. */
    private static final String MANIFEST = """
            image: debian/bookworm
            tasks:
              - prepare: |
                  date +%s%N > begun
                  sleep 12
              - wrong: |
                  echo "$(cat begun)" not mended
                  sleep 4
                  false
              - last: |
                  cat result
            """;

    private final Stack stack;
    private Browser browser;

    RestartJobIT(Stack stack) {
        this.stack = stack;
    }

    @BeforeEach
    void openBrowser() {
        browser = new Browser(stack.origin());
    }

    @AfterEach
    void closeBrowser() {
        browser.picture("restart-last");
        browser.close();
    }

    @Test
    void taskThatFailedRunsAgainAndTheOthersDoNot() {
        RunningJob job = RunningJob.submit(stack.admin(), MANIFEST);
        browser.logIn("admin", stack.password());
        browser.open("/~admin/job/" + job.id());
        await().atMost(LONGEST)
                .until(() -> "failed".equals(job.now().path("status").asText()));
        await().atMost(Duration.ofMinutes(1))
                .until(() ->
                        "wrong".equals(job.now().path("checkpoint").path("task").asText()));
        String prepared = job.now().path("tasks").path(0).toString();
        // The page was open all the time.
        browser.waiting(Duration.ofMinutes(1))
                .until(page -> !page.findElements(RESTART).isEmpty());
        assertThat(browser.await(RESTART).getAttribute("value")).isEqualTo("Restart from task wrong");
        browser.picture("job-failed");

        browser.click(By.cssSelector(".restart summary"));
        browser.await(By.id("script")).sendKeys("echo \"mended $(cat begun)\" > result");
        browser.click(RESTART);

        browser.waiting(LONGEST).until(page -> browser.text(STATUS).equalsIgnoreCase("success"));
        browser.waiting(Duration.ofSeconds(30))
                .until(page -> browser.text(By.cssSelector("details.log[data-task=last] .lines"))
                        .contains("mended "));
        browser.picture("job-restarted");
        assertThat(browser.text(By.id("attempts")))
                .contains("Restarted from task wrong of attempt 1, with an edited script");
        assertThat(job.now().path("tasks").path(0)).hasToString(prepared);
        assertThat(job.now()
                        .path("attempts")
                        .path(1)
                        .path("restart")
                        .path("edited_script")
                        .asBoolean())
                .isTrue();
    }
}
