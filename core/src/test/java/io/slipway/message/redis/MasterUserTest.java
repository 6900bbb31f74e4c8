// SPDX-License-Identifier: Apache-2.0
package io.slipway.message.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.message.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the user of masters may do on a real Redis, and that whoever sets one up is told the same. */
class MasterUserTest {
    private static final String HASH = RedisUser.hash("master");
    private static final String WITH_USERS = "slipway-master";
    private static final String WITHOUT = "slipway-other";
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private TestRedis redis;

    @BeforeEach
    void start() {
        redis = TestRedis.startWith(RedisUser.master(WITH_USERS, HASH, true), RedisUser.master(WITHOUT, HASH, false));
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    @Test
    void masterIsRefusedEveryCommandThatItDoesNotNeed() {
        Set<String> needed = new TreeSet<>(AllowedCommands.NEEDED_WITH_STREAMS);
        needed.add("del");

        assertThat(allowed(WITHOUT)).isEqualTo(needed);
        needed.add("acl");
        assertThat(allowed(WITH_USERS)).isEqualTo(needed);
    }

    private Set<String> allowed(String user) {
        try (RawRedis operator = new RawRedis(redis.port())) {
            return AllowedCommands.of(
                    (List<?>) operator.call("COMMAND"), () -> login(user), Keys.inbox(Messages.RUNNER));
        }
    }

    @Test
    void masterReachesNoKeysButItsOwnAndChangesNoSetting() {
        for (String user : List.of(WITH_USERS, WITHOUT)) {
            try (RawRedis raw = login(user)) {
                for (List<String> command : List.of(
                        List.of("GET", "anything"),
                        List.of("XLEN", "anything"),
                        List.of("DEL", "anything"),
                        List.of("XGROUP", "DESTROY", Keys.inbox(Messages.RUNNER), "runner"),
                        List.of("XTRIM", Keys.inbox(Messages.RUNNER), "MAXLEN", "0"),
                        List.of("CLIENT", "KILL", "TYPE", "normal"),
                        List.of("KEYS", "*"),
                        List.of("CONFIG", "GET", "*"),
                        List.of("FLUSHALL"),
                        List.of("SUBSCRIBE", "anything"),
                        List.of("EVAL", "return 1", "0"),
                        List.of("SHUTDOWN"))) {
                    assertThat(raw.call(command.toArray(String[]::new)))
                            .as(user + ": " + String.join(" ", command))
                            .asString()
                            .startsWith("-NOPERM");
                }
            }
        }
    }

    /** The one is what `redis.acl` costs, and the manual says so; the other is what there is without it. */
    @Test
    void masterThatKeepsNoUsersMakesItselfNothingElse() {
        List<String> more = List.of("~*", "+@all");
        try (RawRedis raw = login(WITHOUT)) {
            assertThat(raw.call("ACL", "SETUSER", WITHOUT, "~*", "+@all"))
                    .asString()
                    .startsWith("-NOPERM");
            assertThat(raw.call("ACL", "SETUSER", "runner:new", "on", "nopass", "~*", "+@all"))
                    .asString()
                    .startsWith("-NOPERM");
        }
        try (RawRedis raw = login(WITH_USERS)) {
            assertThat(raw.call("ACL", "SETUSER", WITH_USERS, more.get(0), more.get(1)))
                    .isEqualTo("OK");
            assertThat(raw.call("GET", "anything")).isNull();
        }
    }

    @Test
    void manualAndStackMakeTheUserThatMastersAreMeantToBe() throws IOException {
        String line = RedisUser.master(RedisUser.MASTER, HASH, true).line();

        assertThat(Files.readString(ROOT.resolve("src/site/markdown/redis.md")).lines())
                .contains("   " + line.replace(HASH, "HASH"));
        assertThat(Files.readString(ROOT.resolve("tools/lib/redis.sh")).lines())
                .contains("\t\techo \"" + line.replace(HASH, "$(redis_hash redis-master.password)") + "\"");
    }

    private RawRedis login(String user) {
        RawRedis raw = new RawRedis(redis.port());
        assertThat(raw.call("AUTH", user, "master")).isEqualTo("OK");
        return raw;
    }
}
