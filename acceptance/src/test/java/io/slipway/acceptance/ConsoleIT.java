// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** The console in a browser. */
@ExtendWith(StackExtension.class)
class ConsoleIT {
    private static final By STATUS = By.id("job-status");
    private static final Duration LONGEST = Duration.ofMinutes(8);

    private final Stack stack;
    private Browser browser;

    ConsoleIT(Stack stack) {
        this.stack = stack;
    }

    @BeforeEach
    void openBrowser() {
        browser = new Browser(stack.origin());
    }

    @AfterEach
    void closeBrowser() {
        browser.picture("last");
        browser.close();
    }

    @Test
    void wrongPasswordIsSaidAndTheRightOneLeadsOn() {
        browser.logIn("admin", "wrong");
        browser.awaitText(By.cssSelector(".message.error"), text -> text.isNotBlank());
        browser.picture("login-wrong");

        browser.logIn("admin", stack.password());

        browser.waiting(Duration.ofSeconds(30)).until(page -> !browser.address().contains("/login"));
    }

    @Test
    void errorsStandBesideTheirLines() {
        browser.logIn("admin", stack.password());
        browser.open("/submit");

        browser.edit("image: debian/bookworm\ntasks:\n  - A b: echo\n");

        browser.waiting(Duration.ofSeconds(30)).until(page -> browser.lineOfFinding("A b") == 3);
        browser.picture("submit-error");
    }

    @Test
    void manifestIsSubmittedAndItsLogAppearsWhileItRuns() {
        browser.logIn("admin", stack.password());
        browser.open("/submit");
        browser.edit("""
                image: debian/bookworm
                tasks:
                  - slow: |
                      echo "first line"
                      sleep 8
                      echo "last line"
                """);

        browser.click(By.id("submit:submit"));

        By log = By.cssSelector("details.log[data-task=slow] .lines");
        browser.waiting(LONGEST).until(page -> browser.text(log).contains("first line"));
        assertThat(browser.text(STATUS)).isEqualToIgnoringCase("running");
        assertThat(browser.text(log)).doesNotContain("last line\n");
        browser.picture("job-running");
        browser.waiting(LONGEST).until(page -> browser.text(STATUS).equalsIgnoreCase("success"));
        browser.waiting(Duration.ofSeconds(30)).until(page -> browser.text(log).contains("\nlast line"));
        browser.waiting(Duration.ofSeconds(30))
                .until(page -> page.findElements(By.id("cancel")).isEmpty());
        assertThat(browser.text(By.cssSelector(".waterfall"))).contains("queue", "guest", "prepare", "slow");
        browser.picture("job-success");
    }

    @Test
    void jobThatRunsIsCancelledByItsButton() {
        RunningJob job = RunningJob.submit(stack.admin(), """
                image: debian/bookworm
                tasks:
                  - endless: sleep 3600
                """);
        browser.logIn("admin", stack.password());
        browser.open("/~admin/job/" + job.id());

        browser.click(By.id("cancel"));

        browser.waiting(Duration.ofSeconds(30))
                .until(page -> browser.text(STATUS).equalsIgnoreCase("cancelled"));
        assertThat(job.now().path("status").asText()).isEqualTo("cancelled");
        browser.picture("job-cancelled");
    }
}
