// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slipway.envelope.PublicKeys;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.RunnerName;
import io.slipway.master.enrol.EnrolmentTokens;
import io.slipway.master.message.RedisMessages;
import io.slipway.message.redis.Keys;
import io.slipway.message.redis.RawRedis;
import io.slipway.message.redis.RedisSettings;
import io.slipway.message.redis.RedisUser;
import io.slipway.message.redis.TestRedis;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may log in at the shared Redis: a whole master, and a real Redis whose users it keeps. */
class RedisLoginTest {
    private static final RunnerName NEW = new RunnerName("runner-7");
    private static final String PASSWORD = "random";

    private TestRedis redis;
    private RedisMessages messages;
    private MasterRig rig;

    @BeforeEach
    void start() {
        redis = TestRedis.startWith(RedisUser.master("slipway-master", RedisUser.hash("master"), true));
        RedisSettings settings = redis.settings().as("slipway-master", "master");
        messages = new RedisMessages(settings, true, "master", MasterRig.PARTIES.master(), MasterRig.PARTIES.opening());
        rig = new MasterRig(
                Map.of("redis.acl", "true", "redis.username", "slipway-master", "redis.password", "master"), messages);
    }

    @AfterEach
    void stop() {
        messages.close();
        redis.close();
    }

    @Test
    void runnerIsLetInTheMomentThatItIsEnrolled() {
        assertThat(login(PASSWORD)).startsWith("-WRONGPASS");

        enrol(RedisUser.hash(PASSWORD));

        assertThat(login(PASSWORD)).isEqualTo("OK");
        enrol(RedisUser.hash("another"));
        assertThat(login(PASSWORD))
                .as("its keys and its password were replaced")
                .startsWith("-WRONGPASS");
        assertThat(login("another")).isEqualTo("OK");
    }

    @Test
    void runnerThatIsRevokedIsCutOffAtOnce() {
        enrol(RedisUser.hash(PASSWORD));
        try (RawRedis thief = new RawRedis(redis.port())) {
            assertThat(thief.call("AUTH", "runner:" + NEW, PASSWORD)).isEqualTo("OK");

            rig.transaction.separate(() -> rig.master.enrolments().revocation().revoke(rig.admin, NEW));

            assertThatThrownBy(() -> thief.call("XLEN", Keys.inbox(NEW))).isInstanceOf(RuntimeException.class);
        }
        assertThat(login(PASSWORD)).startsWith("-WRONGPASS");
    }

    @Test
    void serverThatHasForgottenItsUsersIsToldAgain() {
        enrol(RedisUser.hash(PASSWORD));
        try (RawRedis operator = new RawRedis(redis.port())) {
            operator.call("ACL", "DELUSER", "runner:" + NEW);
            operator.call("ACL", "SETUSER", "runner:forged", "on", "nopass", "~*", "+@all");
        }
        Thread loop = new Thread(rig.master.loops().get("slipway-logins"));
        loop.start();

        await().atMost(Duration.ofSeconds(20)).until(() -> login(PASSWORD).equals("OK"));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> login("runner:forged", "").startsWith("-WRONGPASS"));
        loop.interrupt();
    }

    @Test
    void runnerWithoutAPasswordThereIsEnrolledAndNotLetIn() {
        enrol("");

        assertThat(rig.within(() -> rig.stores.enrolments().redisHashes())).doesNotContainKey(NEW);
        assertThat(login("")).startsWith("-WRONGPASS");
    }

    @Test
    void whatIsNoHashIsRefused() {
        assertThatThrownBy(() -> enrol("random"))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.RUNNER_KEY_ILLEGAL))
                .hasMessageContaining("64 of `0-9a-f`");
    }

    @Test
    void fileOfUsersIsForAdministratorsAndHoldsNoPassword() {
        enrol(RedisUser.hash(PASSWORD));

        assertThat(rig.master.enrolments().acl().file(rig.admin))
                .startsWith("user default off\nuser slipway-master on #" + RedisUser.hash("master") + " ~slipway:* ")
                .contains("\nuser runner:runner-7 on #" + RedisUser.hash(PASSWORD)
                        + " ~slipway:runner:runner-7:inbox ~slipway:runner:runner-7:events resetchannels -@all +xadd")
                .doesNotContain(PASSWORD);
        assertThatThrownBy(() -> rig.master.enrolments().acl().file(rig.user("bob")))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NOT_PERMITTED));
    }

    private void enrol(String hash) {
        String token = rig.within(() -> rig.master
                .enrolments()
                .tokens()
                .issue(rig.admin, NEW, EnrolmentTokens.LIFETIME)
                .token()
                .text());
        PublicKeys keys = MasterRig.PARTIES.runner(NEW.value()).publicHalves();
        rig.within(() -> rig.master.enrolments().enrolment().enrol(token, NEW, keys, hash));
    }

    private String login(String password) {
        return login("runner:" + NEW, password);
    }

    private String login(String user, String password) {
        try (RawRedis raw = new RawRedis(redis.port())) {
            return String.valueOf(raw.call("AUTH", user, password));
        }
    }
}
