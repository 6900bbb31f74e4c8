// SPDX-License-Identifier: Apache-2.0
package io.slipway.message.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.envelope.TestParties;
import io.slipway.error.ProblemException;
import io.slipway.job.RunnerName;
import io.slipway.message.MessageStream;
import io.slipway.message.MessageStream.Received;
import io.slipway.message.Messages;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the users of master and runners may do on a real Redis, and that they may do nothing else. */
class RedisUsersTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final RunnerName RUNNER = Messages.RUNNER;
    private static final RunnerName OTHER = new RunnerName("other");
    private static final TestParties PARTIES = TestParties.make();

    @TempDir
    private Path folder;

    private Path file;
    private TestRedis redis;
    private RedisConnection master;

    @BeforeEach
    void start() throws Exception {
        file = folder.resolve("users.acl");
        Files.writeString(file, """
                user default off
                user operator on >operator ~* &* +@all
                %s
                """.formatted(RedisUser.master("slipway-master", RedisUser.hash("master"), true)
                .line()));
        redis = TestRedis.start("aclfile " + file);
        master = RedisConnection.open(redis.settings().as("slipway-master", "master"));
        master.keepUsers(() -> List.of(user(RUNNER, "one"), user(OTHER, "two")));
    }

    @AfterEach
    void stop() {
        master.close();
        redis.close();
    }

    @Test
    void runnerCanDoAllThatARunnerDoes() {
        try (RedisConnection runner = RedisConnection.open(redis.settings().as("runner:" + RUNNER, "one"))) {
            MessageStream<RunnerMessage> inbox = runner.inbox(RUNNER, PARTIES.inbox(RUNNER.value()));
            assertThat(inbox.receive(1, Duration.ofMillis(50))).isEmpty();
            master.inbox(RUNNER, PARTIES.inbox(RUNNER.value())).publish(Messages.cancel("one"));
            List<Received<RunnerMessage>> received = inbox.receive(1, SOON);
            inbox.acknowledge(received);
            MessageStream<RunnerEvent> events = runner.events(RUNNER, "", PARTIES.events(RUNNER.value()));
            List<RunnerEvent> all = Messages.ofRunners().toList();
            events.publish(all.get(0));
            events.publishAll(all);
            assertThat(received).extracting(Received::message).containsExactly(Messages.cancel("one"));
            assertThat(inbox.backlog()).isZero();
            assertThat(events.backlog()).isEqualTo(2);
        }
        MessageStream<RunnerEvent> read =
                master.events("master", () -> Set.of(RUNNER, OTHER), PARTIES.events(RUNNER.value()));
        List<Received<RunnerEvent>> events = read.receive(10, SOON);
        read.acknowledge(events);
        assertThat(events).hasSize(1 + (int) Messages.ofRunners().count());
        assertThat(read.backlog()).isZero();
        master.discardInbox(RUNNER);
    }

    /** Of every command that the server has, on the runner's own key, those that a runner does not need are refused. */
    @Test
    void runnerIsRefusedEveryCommandThatItDoesNotNeed() {
        Set<String> allowed =
                AllowedCommands.of((List<?>) asOperator("COMMAND"), () -> login(RUNNER, "one"), Keys.inbox(RUNNER));

        assertThat(allowed).isEqualTo(AllowedCommands.NEEDED_WITH_STREAMS);
    }

    @Test
    void runnerIsRefusedEveryKeyButItsOwnTwo() {
        MessageStream<RunnerMessage> secret = master.inbox(OTHER, PARTIES.inbox("other"));
        secret.publish(Messages.cancel("for the other"));
        try (RawRedis raw = login(RUNNER, "one")) {
            for (String key : List.of(
                    Keys.inbox(OTHER),
                    Keys.events(OTHER),
                    Keys.inbox(new RunnerName(RUNNER.value() + ":inbox")),
                    Keys.events(new RunnerName(RUNNER.value() + "0")),
                    "slipway:events",
                    "slipway:runner:" + RUNNER.value(),
                    "anything")) {
                for (List<String> command : uses(key)) {
                    assertThat(raw.call(command.toArray(String[]::new)))
                            .as(String.join(" ", command))
                            .asString()
                            .startsWith("-NOPERM");
                }
            }
            for (String key : List.of(Keys.inbox(RUNNER), Keys.events(RUNNER))) {
                for (List<String> command : uses(key)) {
                    assertThat(String.valueOf(raw.call(command.toArray(String[]::new))))
                            .as(String.join(" ", command))
                            .doesNotStartWith("-");
                }
            }
            assertThat(raw.call("XGROUP", "DESTROY", Keys.inbox(RUNNER), "runner"))
                    .asString()
                    .startsWith("-NOPERM");
            assertThat(raw.call(
                            "XREADGROUP",
                            "GROUP",
                            "g",
                            "c",
                            "STREAMS",
                            Keys.inbox(RUNNER),
                            Keys.inbox(OTHER),
                            ">",
                            ">"))
                    .asString()
                    .startsWith("-NOPERM");
        }
        assertThat(secret.backlog()).isEqualTo(1);
    }

    private static List<List<String>> uses(String key) {
        return List.of(
                List.of("XGROUP", "CREATE", key, "g", "0", "MKSTREAM"),
                List.of("XADD", key, "*", "f", "v"),
                List.of("XADD", key, "MAXLEN", "0", "*", "f", "v"),
                List.of("XLEN", key),
                List.of("XREADGROUP", "GROUP", "g", "c", "STREAMS", key, ">"),
                List.of("XAUTOCLAIM", key, "g", "c", "0", "0"),
                List.of("XACK", key, "g", "1-1"),
                List.of("XDEL", key, "1-1"));
    }

    @Test
    void nobodyGetsInWithoutAPasswordOrWithAnothers() {
        try (RawRedis raw = new RawRedis(redis.port())) {
            assertThat(raw.call("XLEN", Keys.inbox(RUNNER))).asString().startsWith("-NOAUTH");
            assertThat(raw.call("AUTH", "runner:" + RUNNER, "two")).asString().startsWith("-WRONGPASS");
            assertThat(raw.call("AUTH", "runner:" + RUNNER, RedisUser.hash("one")))
                    .asString()
                    .startsWith("-WRONGPASS");
            assertThat(raw.call("AUTH", "default", "")).asString().startsWith("-WRONGPASS");
        }
        assertThatThrownBy(() -> RedisConnection.open(redis.settings())).isInstanceOf(ProblemException.class);
    }

    @Test
    void runnerThatIsExpelledIsCutOffAtOnceAndTheOthersAreNot() {
        try (RawRedis expelled = login(RUNNER, "one");
                RawRedis other = login(OTHER, "two")) {
            master.expel(RUNNER);

            assertThatThrownBy(() -> expelled.call("XLEN", Keys.inbox(RUNNER))).isInstanceOf(RuntimeException.class);
            assertThat(other.call("XLEN", Keys.inbox(OTHER))).isEqualTo(0L);
        }
        assertRefused(RUNNER, "one");
        master.admit(user(RUNNER, "new"));
        login(RUNNER, "new").close();
    }

    @Test
    void runnerThatIsLetInAgainGoesOnOverTheConnectionThatItHas() {
        try (RedisConnection runner = RedisConnection.open(redis.settings().as("runner:" + RUNNER, "one"))) {
            MessageStream<RunnerEvent> events = runner.events(RUNNER, "", PARTIES.events(RUNNER.value()));
            RunnerEvent event = Messages.ofRunners().findFirst().orElseThrow();
            events.publish(event);
            master.expel(RUNNER);
            assertThatThrownBy(() -> events.publish(event)).isInstanceOf(ProblemException.class);

            master.admit(user(RUNNER, "one"));

            publishInALoop(events, event);
            assertThat(events.backlog()).isGreaterThanOrEqualTo(2);
        }
    }

    private static void publishInALoop(MessageStream<RunnerEvent> events, RunnerEvent event) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            try {
                events.publish(event);
                return;
            } catch (ProblemException e) {
                assertThat(System.nanoTime()).isLessThan(deadline);
            }
        }
    }

    @Test
    void whatIsOtherwiseThanItIsToBeIsPutRightAndStrangersUsersAreLeftAlone() {
        asOperator("ACL", "SETUSER", "runner:" + RUNNER, "~*", "+@all");
        asOperator("ACL", "SETUSER", "runner:forged", "on", ">x", "~*", "+@all");
        asOperator("ACL", "DELUSER", "runner:" + OTHER);

        master.keepUsers(() -> List.of(user(RUNNER, "one"), user(OTHER, "two")));
        master.keepUsers(() -> List.of(user(RUNNER, "one"), user(OTHER, "two")));

        try (RawRedis raw = login(RUNNER, "one")) {
            assertThat(raw.call("KEYS", "*")).asString().startsWith("-NOPERM");
        }
        login(OTHER, "two").close();
        assertThat((List<?>) asOperator("ACL", "USERS"))
                .map(Object::toString)
                .containsExactlyInAnyOrder("default", "operator", "slipway-master", "runner:" + RUNNER, "runner:other");
    }

    @Test
    void runnerThatIsExpelledWhileUsersAreLookedThroughIsNotLetInAgain() throws Exception {
        List<Thread> others = new ArrayList<>();
        master.keepUsers(() -> {
            Thread expelling = new Thread(() -> master.expel(RUNNER));
            expelling.start();
            others.add(expelling);
            awaitEndOrWait(expelling);
            return List.of(user(RUNNER, "one"), user(OTHER, "two"));
        });
        for (Thread other : others) {
            other.join();
        }

        assertRefused(RUNNER, "one");
        login(OTHER, "two").close();
    }

    /** Two masters: the one looks users through while somebody revokes a runner at the other. */
    @Test
    void runnerThatAnotherMasterExpelsMeanwhileIsNotLetInAgain() {
        List<RedisUser> wanted = new ArrayList<>(List.of(user(RUNNER, "one"), user(OTHER, "two")));
        try (RedisConnection another = RedisConnection.open(redis.settings().as("slipway-master", "master"))) {
            master.keepUsers(() -> {
                List<RedisUser> asked = List.copyOf(wanted);
                if (wanted.removeIf(user -> user.name().equals("runner:" + RUNNER))) {
                    another.expel(RUNNER);
                }
                return asked;
            });
        }

        assertRefused(RUNNER, "one");
        login(OTHER, "two").close();
    }

    private static void awaitEndOrWait(Thread thread) {
        while (thread.isAlive() && thread.getState() != Thread.State.BLOCKED) {
            Thread.onSpinWait();
        }
    }

    @Test
    void usersAreThereAgainAfterARestartOfTheServerAndTheirPasswordsAreNot() throws Exception {
        master.close();
        redis.down();
        redis.up();

        login(RUNNER, "one").close();
        assertThat(Files.readString(file))
                .contains("user runner:" + RUNNER + " on ", "#" + RedisUser.hash("one"))
                .doesNotContain(">");
        master = RedisConnection.open(redis.settings().as("slipway-master", "master"));
    }

    @Test
    void linesAreThoseOfAnAclFile() throws Exception {
        master.close();
        redis.down();
        Files.writeString(file, """
                user default off
                %s
                %s
                """.formatted(
                        RedisUser.master("slipway-master", RedisUser.hash("master"), true)
                                .line(),
                        user(OTHER, "three").line()));

        redis.up();

        login(OTHER, "three").close();
        master = RedisConnection.open(redis.settings().as("slipway-master", "master"));
    }

    private static RedisUser user(RunnerName runner, String password) {
        return RedisUser.runner(runner, RedisUser.hash(password));
    }

    private RawRedis login(RunnerName runner, String password) {
        RawRedis raw = new RawRedis(redis.port());
        assertThat(raw.call("AUTH", "runner:" + runner, password)).isEqualTo("OK");
        return raw;
    }

    private void assertRefused(RunnerName runner, String password) {
        try (RawRedis raw = new RawRedis(redis.port())) {
            assertThat(raw.call("AUTH", "runner:" + runner, password))
                    .asString()
                    .startsWith("-WRONGPASS");
        }
    }

    private Object asOperator(String... words) {
        try (RawRedis raw = new RawRedis(redis.port())) {
            assertThat(raw.call("AUTH", "operator", "operator")).isEqualTo("OK");
            return raw.call(words);
        }
    }
}
