// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.job.AttemptRef;
import io.slipway.job.JobStatus;
import io.slipway.job.RunnerName;
import io.slipway.message.JobToken;
import io.slipway.message.WorkOrder;
import io.slipway.message.redis.Keys;
import io.slipway.message.redis.RawRedis;
import io.slipway.message.redis.StolenRedis;
import io.slipway.runner.fake.RunnerRig;
import io.slipway.secret.FileMode;
import io.slipway.secret.Secret;
import io.slipway.secret.SecretContent;
import io.slipway.secret.SecretPath;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody takes the whole shared Redis, with its files, all the while that a real runner runs jobs with secrets. */
class StolenRedisTest {
    private static final RunnerName RIG = new RunnerName("rig");
    private static final String PASSWORD = "hunter2/hunter2+of-the-netrc";
    private static final String KEY = "the private ssh key of this test";
    private static final String TOKEN = "slipway_job_0123456789abcdef";
    private static final String PRINTED = "what this job prints for all to see";
    private static final String PLANTED = "planted by the test, to be found";
    private static final String MANIFEST = """
            image: fake
            environment:
              MARK: marker-of-this-manifest
            secrets: [netrc, 6c9a5a33-e8a8-4d8f-8c1c-8f5d9a8b7c6d]
            oauth: builds.sr.ht/JOBS:RW
            tasks:
              - speak-of-it: |
                  say %s
                  show .netrc
                  sleep 50
                  show .oauth2-token
              - end-of-it: |
                  sleep 20
                  say the-second-script-of-this-test
            """.formatted(PRINTED);

    @TempDir
    private Path folder;

    private RunnerRig rig;
    private StolenRedis stolen;

    @BeforeEach
    void start() throws Exception {
        rig = new RunnerRig(folder);
        stolen = new StolenRedis(new RawRedis(rig.redis().port()), Files.createDirectories(folder.resolve("redis")));
        rig.start();
    }

    @AfterEach
    void stop() {
        stolen.close();
        rig.close();
    }

    @Test
    void nothingInItCanBeReadWhileJobsWithSecretsRun() {
        try (RawRedis raw = new RawRedis(rig.redis().port())) {
            raw.call("XADD", "planted", "*", "clear", PLANTED);
        }
        List<AttemptRef> attempts = new ArrayList<>();
        for (int job = 0; job < 4; job++) {
            attempts.add(send());
        }
        attempts.forEach(attempt -> assertThat(rig.awaitEnd(attempt).status()).isEqualTo(JobStatus.SUCCESS));

        Map<String, String> all = stolen.all();

        assertThat(StolenRedis.found(all, List.of(PLANTED)))
                .as("that this finds what is there: in the keys and in both files")
                .hasSize(3);
        assertThat(stolen.entries()).as("orders and events on their way").isGreaterThan(1);
        assertThat(all.get("appendonly.aof").split(Keys.inbox(RIG), -1)).hasSizeGreaterThan(4);
        assertThat(all.get("appendonly.aof").split(Keys.events(RIG), -1)).hasSizeGreaterThan(4);
        assertThat(rig.log(attempts.get(0), "speak-of-it")).contains(PRINTED);
        assertThat(StolenRedis.found(
                        all,
                        List.of(
                                PASSWORD,
                                KEY,
                                TOKEN,
                                PRINTED,
                                "marker-of-this-manifest",
                                "say the-second-script",
                                "speak-of-it",
                                "tasks:",
                                "AttemptEnded",
                                "succeeded",
                                "uploadToken")))
                .isEmpty();
    }

    private AttemptRef send() {
        WorkOrder order = rig.newOrder(MANIFEST, Duration.ofHours(1))
                .with(
                        List.of(
                                new Secret.FileSecret(
                                        new UUID(0, 1),
                                        "netrc",
                                        new SecretPath("~/.netrc"),
                                        FileMode.PRIVATE,
                                        new SecretContent(PASSWORD.getBytes(UTF_8))),
                                new Secret.SshKey(
                                        UUID.fromString("6c9a5a33-e8a8-4d8f-8c1c-8f5d9a8b7c6d"),
                                        "",
                                        new SecretContent(KEY.getBytes(UTF_8)))),
                        new JobToken(TOKEN, "builds.example.org", URI.create("https://builds.example.org")));
        rig.send(order);
        return order.attempt();
    }
}
