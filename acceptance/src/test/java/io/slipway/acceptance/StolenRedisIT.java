// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.message.redis.RawRedis;
import io.slipway.message.redis.StolenRedis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** The Redis that a real master and a real runner share: who may log in there, and what somebody reads in it who has stolen it. */
@ExtendWith(StackExtension.class)
class StolenRedisIT {
    private static final String CONTENT = "hunter2-of-the-stolen-redis";
    private static final String PRINTED = "printed by a task for its log alone";
    private static final String MARK = "a-mark-in-the-environment";
    private static final String PLANTED = "planted by the test, to be found";

    private final Stack stack;

    StolenRedisIT(Stack stack) {
        this.stack = stack;
    }

    @Test
    void nothingInItCanBeReadWhileAJobWithSecretsRuns() throws Exception {
        Api secrets = stack.as("admin", "SECRETS:RW");
        String uuid = secrets.post(
                        "/api/secrets",
                        "{\"type\": \"file\", \"name\": \"stolen\", \"path\": \"~/.stolen\", \"content\": \"%s\"}"
                                .formatted(CONTENT))
                .json()
                .path("uuid")
                .asText();
        RawRedis operator = operator();
        operator.call("XADD", "planted", "*", "clear", PLANTED);
        Path folder = Files.createDirectories(Path.of("target/stolen-redis").toAbsolutePath());
        try (StolenRedis stolen = new StolenRedis(operator, folder)) {
            RunningJob job = RunningJob.submit(
                    stack.as("admin", "JOBS:RW", "LOGS:RO", "SECRETS:RO"), """
                    image: debian/bookworm
                    environment:
                      MARK: %s
                    secrets:
                      - stolen
                    oauth: builds.sr.ht/JOBS:RO
                    tasks:
                      - speak-of-it: |
                          cat ~/.stolen
                          echo "%s"
                          echo "$OAUTH2_TOKEN" | rev
                    """.formatted(MARK, PRINTED));
            assertThat(job.awaitEnd().path("status").asText())
                    .as(job.setupLog())
                    .isEqualTo("success");
            Map<String, String> all = stolen.all();

            String log = job.log("speak-of-it").text();
            assertThat(log).contains(PRINTED).doesNotContain(CONTENT);
            String token = new StringBuilder(log.strip()
                            .lines()
                            .reduce((one, next) -> next)
                            .orElseThrow()
                            .strip())
                    .reverse()
                    .toString();
            assertThat(token).startsWith("slipway_job_");
            assertThat(StolenRedis.found(all, List.of(PLANTED)))
                    .as("that this finds what is there: in the keys and in both files")
                    .hasSize(3);
            assertThat(stolen.entries()).as("orders and events on their way").isPositive();
            assertThat(all.get("appendonly.aof"))
                    .contains("slipway:runner:local:inbox", "slipway:runner:local:events", "XADD");
            assertThat(StolenRedis.found(
                            all,
                            List.of(CONTENT, token, PRINTED, MARK, "debian/bookworm", "speak-of-it", "cat ~/.stolen")))
                    .isEmpty();
        } finally {
            secrets.delete("/api/secrets/" + uuid);
        }
    }

    /** What {@code ./slipway acl} prints is what there is. */
    @Test
    void runnerIsAUserThatReachesItsOwnKeysAlone() {
        String file = stack.slipway("acl");
        String line = file.lines()
                .filter(each -> each.startsWith("user runner:local on #"))
                .findFirst()
                .orElseThrow();

        assertThat(line).contains(" ~slipway:runner:local:inbox ~slipway:runner:local:events resetchannels -@all +x");
        assertThat(file).startsWith("user default off\nuser slipway-master on #");
        try (RawRedis operator = operator()) {
            List<?> users = (List<?>) operator.call("ACL", "LIST");
            assertThat(users)
                    .anySatisfy(user -> assertThat(user.toString())
                            .startsWith("user runner:local on ")
                            .contains(line.split(" ")[3], "~slipway:runner:local:inbox", "-@all"));
            assertThat((List<?>)
                            operator.call("CLIENT", "LIST").toString().lines().toList())
                    .anySatisfy(client -> assertThat(client.toString()).contains("user=runner:local"))
                    .anySatisfy(client -> assertThat(client.toString()).contains("user=slipway-master"));
        }
    }

    @Test
    void administratorsAreToldWhatIsSetUpLessSafely() {
        try (Browser browser = new Browser(stack.origin())) {
            browser.logIn("admin", stack.password());
            browser.open("/runners");

            browser.awaitText(By.id("set-up"), text -> text.contains("Redis: without TLS. Good on one machine"));
            browser.picture("runners-set-up");
            assertThat(browser.text(By.id("set-up"))).doesNotContain("without users", "Database");
        }
    }

    private RawRedis operator() {
        RawRedis operator = new RawRedis(stack.portOf("redis"));
        assertThat(operator.call("AUTH", "default", stack.secret("redis.password")))
                .isEqualTo("OK");
        return operator;
    }
}
