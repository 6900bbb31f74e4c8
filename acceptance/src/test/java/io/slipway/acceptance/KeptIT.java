// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** What is kept of a guest: artifacts, test results and caches, from the manifest to the page. */
@ExtendWith(StackExtension.class)
class KeptIT {
    private static final String FAILING = """
            image: debian/bookworm
            caches:
              deps: [lib]
            tasks:
              - check: |
                  mkdir -p target/one target/two
                  echo first >target/one/notes.txt
                  echo second >target/two/notes.txt
                  cat >target/TEST-sum.xml <<'END'
                  <testsuite name="io.example.SumTest" time="2.5">
                    <testcase name="adds" classname="io.example.SumTest" time="1"/>
                    <testcase name="overflows" classname="io.example.SumTest" time="1">
                      <failure message="expected: 3 &lt;b&gt; but was: 4">at SumTest.java:12</failure>
                    </testcase>
                    <testcase name="later"><skipped/></testcase>
                  </testsuite>
                  END
                  exit 1
            reports: ['target/**/notes.txt', 'target/TEST-*.xml']
            """;

    private final Stack stack;

    KeptIT(Stack stack) {
        this.stack = stack;
    }

    @Test
    void testResultsOfAJobThatFailedStandOnItsPageAndInTheApi() {
        RunningJob job = RunningJob.submit(stack.admin(), FAILING);
        JsonNode ended = job.awaitEnd();
        assertThat(ended.path("status").asText()).as(job.setupLog()).isEqualTo("failed");

        List<String> artifacts = new ArrayList<>();
        ended.path("artifacts")
                .forEach(artifact -> artifacts.add(artifact.path("path").asText() + " "
                        + stack.admin()
                                .get(artifact.path("url").asText())
                                .text()
                                .lines()
                                .findFirst()
                                .orElse("")));
        assertThat(artifacts)
                .startsWith("target/one/notes.txt first", "target/two/notes.txt second")
                .hasSize(3);

        JsonNode tests =
                stack.admin().get("/api/jobs/%d/tests".formatted(job.id())).json();
        assertThat(tests.path("tests").asInt()).isEqualTo(3);
        assertThat(tests.path("passed").asInt()).isEqualTo(1);
        assertThat(tests.path("skipped").asInt()).isEqualTo(1);
        assertThat(tests.at("/failures/0/name").asText()).isEqualTo("overflows");
        assertThat(stack.as("admin", "LOGS:RO")
                        .get("/api/jobs/%d/tests".formatted(job.id()))
                        .problem())
                .isEqualTo("403 SW-2004");

        try (Browser browser = new Browser(stack.origin())) {
            browser.logIn("admin", stack.password());
            browser.open("/~admin/job/" + job.id());
            browser.waiting(Duration.ofSeconds(30))
                    .until(page ->
                            browser.text(By.cssSelector(".tests .counts")).contains("3 tests"));
            assertThat(browser.text(By.cssSelector(".tests .counts"))).contains("3 tests: 1 failed, 1 skipped, 2.5 s");
            assertThat(browser.text(By.cssSelector(".tests .failure")))
                    .contains("overflows", "io.example.SumTest", "expected: 3 <b> but was: 4");
            browser.picture("job-tests");
        }
    }

    @Test
    void aCacheIsFoundByTheNextJobAndRemovedByItsOwner() {
        String manifest = """
                image: debian/bookworm
                caches:
                  deps: [lib]
                tasks:
                  - use: |
                      test -e lib/dep && echo "it was there" || echo "it was not there"
                      mkdir -p lib
                      echo cached >lib/dep
                """;
        Api owner = stack.admin();
        RunningJob first = RunningJob.submit(owner, manifest);
        assertThat(first.awaitEnd().path("status").asText())
                .as(first.setupLog())
                .isEqualTo("success");
        assertThat(first.setupLog()).contains("Cache deps: kept, ");

        JsonNode kept = owner.get("/api/caches").json().at("/results/0");

        assertThat(kept.path("name").asText()).isEqualTo("deps");
        assertThat(kept.path("size").asLong()).isPositive();
        RunningJob second = RunningJob.submit(owner, manifest);
        assertThat(second.awaitEnd().path("status").asText())
                .as(second.setupLog())
                .isEqualTo("success");
        assertThat(second.setupLog()).contains("Cache deps: restored, ");
        assertThat(second.log("use").text()).contains("it was there");
        assertThat(owner.delete("/api/caches/deps").status()).isEqualTo(204);
        assertThat(owner.delete("/api/caches/deps").problem()).isEqualTo("404 SW-3060");
        assertThat(owner.get("/api/caches").json().path("results")).isEmpty();
    }
}
