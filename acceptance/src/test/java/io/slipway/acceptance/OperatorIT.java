// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** The administrator finds the execution of a job that failed, and restarts, stops and abandons executions in a browser. */
@ExtendWith(StackExtension.class)
class OperatorIT {
    private static final By STATUS = By.id("execution-status");
    private static final By RESTART = By.id("restart-task");
    private static final Duration LONGEST = Duration.ofMinutes(8);
    /** The first task lasts long enough for a checkpoint behind it to be worth its cost. */
    private static final String MANIFEST = """
            image: debian/bookworm
            tasks:
              - prepare: sleep 12
              - wrong: |
                  cat cause
              - last: |
                  sleep 3
            """;

    private final Stack stack;
    private Browser browser;

    OperatorIT(Stack stack) {
        this.stack = stack;
    }

    @BeforeEach
    void openBrowser() {
        browser = new Browser(stack.origin());
        browser.logIn("admin", stack.password());
    }

    @AfterEach
    void closeBrowser() {
        browser.picture("operator-last");
        browser.close();
    }

    @Test
    void executionThatFailedIsFoundReadRestartedAndSucceeds() {
        RunningJob job = RunningJob.submit(stack.admin(), MANIFEST);
        awaitExecution(job, "failed");
        browser.click(By.id("to-operator"));
        browser.type(By.name("job"), Long.toString(job.id()));
        browser.click(By.id("narrow"));
        assertThat(browser.await(By.cssSelector("tr.execution")).getAttribute("data-status"))
                .isEqualTo("failed");
        assertThat(browser.text(By.cssSelector(".runner-card"))).contains("local", "alive", "Slots");
        browser.picture("operator");

        browser.click(By.cssSelector("tr.execution .job-link"));

        browser.await(RESTART);
        assertThat(browser.text(STATUS)).isEqualToIgnoringCase("failed");
        assertThat(browser.text(By.id("outcome")))
                .isEqualTo("Failed in step tasks: Task wrong ended with exit code 1.");
        assertThat(count("read")).as("tasks that were begun").isEqualTo("2");
        assertThat(count("write")).as("tasks that succeeded").isEqualTo("1");
        assertThat(count("commit")).isEqualTo("1");
        assertThat(count("rollback")).isEqualTo("1");
        assertThat(browser.text(By.cssSelector("tr[data-step=tasks] .checkpoint")))
                .isEqualTo("1");
        browser.picture("execution-failed");

        browser.click(By.cssSelector("details.script summary"));
        browser.await(By.id("script")).sendKeys("echo mended");
        browser.click(RESTART);

        By other = By.cssSelector("#others tr.execution[data-status=completed] .job-link");
        browser.waiting(LONGEST).until(page -> !page.findElements(other).isEmpty());
        browser.picture("execution-restarted");
        browser.click(other);
        browser.waiting(Duration.ofSeconds(30))
                .until(page -> browser.text(STATUS).equalsIgnoreCase("completed"));
        assertThat(browser.text(By.id("exit-status"))).isEqualTo("COMPLETED");
        assertThat(browser.text(By.id("others"))).contains("failed");
        browser.picture("execution-completed");
        assertThat(job.now().path("status").asText()).isEqualTo("success");
    }

    @Test
    void executionThatRunsIsStoppedAndThenAbandoned() {
        RunningJob job = RunningJob.submit(stack.admin(), """
                image: debian/bookworm
                tasks:
                  - endless: sleep 3600
                """);
        browser.open(awaitExecution(job, "started").path("url").asText());
        browser.picture("execution-running");

        browser.click(By.id("stop"));

        browser.waiting(Duration.ofMinutes(1))
                .until(page -> browser.text(STATUS).equalsIgnoreCase("stopped"));
        browser.waiting(Duration.ofMinutes(1))
                .until(page -> job.now().path("status").asText().equals("cancelled"));
        assertThat(job.now().path("attempts").path(0).path("outcome").asText())
                .isEqualTo("Stopped by `~admin` as batch operator.");
        browser.await(By.id("abandon"));
        browser.picture("execution-stopped");

        browser.click(By.id("abandon"));
        browser.picture("execution-abandon");
        browser.click(By.id("abandon-indeed"));

        browser.waiting(Duration.ofMinutes(1))
                .until(page -> browser.text(STATUS).equalsIgnoreCase("abandoned"));
        browser.picture("execution-abandoned");
        assertThat(browser.text(By.id("restart"))).isEmpty();
    }

    @Test
    void whoIsNotLoggedInIsLedToTheLoginAndBack() {
        try (Browser stranger = new Browser(stack.origin())) {
            stranger.open("/operator/local:8080/7");

            assertThat(stranger.address()).contains("/login.xhtml?next=%2Foperator%2Flocal%3A8080%2F7");
        }
    }

    @Test
    void executionThatIsNotThereIsSaidSo() {
        browser.open("/operator/local:8080/7");

        assertThat(browser.text(By.cssSelector(".error-page")))
                .contains("Looking for execution 7 of runner local:8080: there is none");
        assertThat(stack.admin().get("/api/executions/local:8080/7").problem()).isEqualTo("404 SW-3012");
    }

    private String count(String kind) {
        return browser.text(By.cssSelector("tr[data-step=tasks] ." + kind));
    }

    /** The newest execution of a job, when it has a status. */
    private JsonNode awaitExecution(RunningJob job, String status) {
        return await().atMost(LONGEST)
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () -> job.api()
                                .get("/api/executions?job=" + job.id())
                                .json()
                                .path("results")
                                .path(0),
                        execution -> execution.path("status").asText().equals(status));
    }
}
