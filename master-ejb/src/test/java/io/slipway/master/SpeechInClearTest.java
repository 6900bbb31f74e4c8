// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.envelope.Envelope;
import io.slipway.envelope.EventSigner;
import io.slipway.error.Problem;
import io.slipway.job.RunnerName;
import io.slipway.master.enrol.RunnerDetail;
import io.slipway.master.message.Keyring;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerEvent.RunnerAlive;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runners that were enrolled before there was a key to seal to: a whole master, and a real Redis. */
class SpeechInClearTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final RunnerName OLD = new RunnerName("runner-1");
    private static final RunnerName NEW = new RunnerName("runner-2");

    private RedisRig server;
    private MasterRig rig;
    private Thread events;
    private MasterLog log;

    @BeforeEach
    void start() {
        log = MasterLog.open();
        server = new RedisRig();
        rig = server.rig;
        rig.enrol(OLD);
        rig.enrol(NEW);
        events = new Thread(rig.master.listening().loop());
        events.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        events.interrupt();
        events.join();
        server.close();
        log.close();
    }

    @Test
    void runnerThatWasNotHeardYetIsNotAccused() {
        assertThat(runner(OLD).sealed()).isEmpty();
        assertThat(notices()).isEmpty();
    }

    @Test
    void runnerThatSpeaksInClearIsHeardAndShownAndOneThatSealsIsNot() {
        say(inClear(OLD), alive(OLD, 3));
        say(sealed(NEW), alive(NEW, 4));
        await().atMost(PATIENCE)
                .until(() -> runner(OLD).slots() == 3 && runner(NEW).slots() == 4);

        assertThat(runner(OLD).sealed()).contains(false);
        assertThat(runner(OLD).speaksInClear()).isTrue();
        assertThat(runner(NEW).sealed()).contains(true);
        assertThat(runner(NEW).speaksInClear()).isFalse();
        assertThat(notices())
                .singleElement()
                .asString()
                .startsWith("Runners that speak in clear: `runner-1`. ")
                .contains("until they run this version of Slipway");
        assertThat(log.lines()).anyMatch(line -> line.contains("Runner `runner-1` speaks in clear"));
    }

    @Test
    void noticeGoesWithTheFirstEventThatIsSealed() {
        say(inClear(OLD), alive(OLD, 3));
        await().atMost(PATIENCE).until(() -> !notices().isEmpty());

        say(sealed(OLD), alive(OLD, 4));

        await().atMost(PATIENCE).until(() -> notices().isEmpty());
        assertThat(runner(OLD).sealed()).contains(true);
    }

    @Test
    void noticeGoesWithTheRunner() {
        say(inClear(OLD), alive(OLD, 3));
        await().atMost(PATIENCE).until(() -> !notices().isEmpty());

        rig.transaction.separate(() -> rig.master.enrolments().revocation().revoke(rig.admin, OLD));

        assertThat(notices()).isEmpty();
    }

    @Test
    void runnerThatHasSealedWhatItSaysIsNotBelievedInClearAnyMore() {
        say(sealed(OLD), alive(OLD, 3));
        await().atMost(PATIENCE).until(() -> runner(OLD).slots() == 3);
        rig.clock.advance(Keyring.LATE);

        say(inClear(OLD), alive(OLD, 99));

        log.awaitLine(Problem.MESSAGE_UNSEALED, "`runner-1`", "it is in clear");
        await().atMost(PATIENCE).until(() -> server.messages.refused() == 1);
        assertThat(runner(OLD).slots()).isEqualTo(3);
        assertThat(runner(OLD).sealed()).contains(true);
        say(sealed(OLD), alive(OLD, 5));
        await().atMost(PATIENCE).until(() -> runner(OLD).slots() == 5);
    }

    /** Nobody but the runner says how it speaks. */
    @Test
    void whatSomebodyElseSignsChangesNothingOfIt() {
        say(sealed(OLD), alive(OLD, 3));
        await().atMost(PATIENCE).until(() -> runner(OLD).slots() == 3);

        say(new EventSigner(NEW.value(), MasterRig.PARTIES.runner(OLD.value()).signing(), null), alive(NEW, 9));

        await().atMost(PATIENCE).until(() -> server.messages.refused() == 1);
        assertThat(runner(NEW).sealed()).isEqualTo(Optional.empty());
    }

    private void say(Envelope how, RunnerEvent event) {
        server.redis.events(OLD, "runner", how).publish(event);
    }

    private static Envelope inClear(RunnerName runner) {
        return new EventSigner(
                runner.value(), MasterRig.PARTIES.runner(runner.value()).signing(), null);
    }

    private static Envelope sealed(RunnerName runner) {
        return MasterRig.PARTIES.events(runner.value());
    }

    private static RunnerAlive alive(RunnerName runner, int slots) {
        return new RunnerAlive(
                runner,
                Instant.now(),
                MasterRig.nextBeat(),
                List.of(MasterRig.DEBIAN),
                Set.of(),
                slots,
                List.of(),
                List.of(),
                List.of(),
                "",
                "");
    }

    private List<String> notices() {
        return rig.within(() -> rig.master.enrolments().runners().notices(rig.admin));
    }

    private RunnerDetail runner(RunnerName name) {
        return rig.within(() -> rig.master.enrolments().runners().list(rig.admin)).stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
