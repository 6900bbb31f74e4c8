// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.slipway.batch.ExecutionStatus;
import io.slipway.envelope.Envelope;
import io.slipway.envelope.OrderSealer;
import io.slipway.envelope.RefusedException;
import io.slipway.error.Problem;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobStatus;
import io.slipway.job.Outcome;
import io.slipway.log.LogName;
import io.slipway.master.event.EventLoop;
import io.slipway.message.AttemptAccount;
import io.slipway.message.HeldCheckpoint;
import io.slipway.message.MessageCodec;
import io.slipway.message.MessageStream;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.AttemptStarted;
import io.slipway.message.RunnerEvent.LogAppended;
import io.slipway.message.RunnerEvent.RunnerAlive;
import io.slipway.message.RunnerEvent.RunnerLeft;
import io.slipway.message.RunnerEvent.SshKeyUsed;
import io.slipway.message.StandingGuest;
import io.slipway.message.redis.Keys;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.redisson.api.stream.StreamAddArgs;

/** What the thief of a runner tries by messages. Each try is refused, and is in the master's log with the name of the runner. */
class StolenRunnerTest extends WithStolenRunner {
    /** Nobody is told: a Redis without access lists lets whoever reads it read. */
    @Test
    void orderOfAnotherRunnerDoesNotOpenAndHasNothingInClear() {
        String inbox = Keys.inbox(OTHER);
        Map<String, String> entry = entries(inbox).get(0);

        assertThat(entry.toString()).doesNotContain(CONTENT).doesNotContain("netrc");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> MasterRig.PARTIES.inbox(STOLEN.value()).open(inbox, entry))
                .satisfies(refused -> assertThat(refused.problem()).isEqualTo(Problem.MESSAGE_SEALED));
    }

    @Test
    void orderOfAnotherRunnerThatIsMovedToTheOwnInboxIsRefusedThere() {
        entries(Keys.inbox(OTHER)).forEach(entry -> stream(Keys.inbox(STOLEN)).add(StreamAddArgs.entries(entry)));

        assertThat(redis.inbox(STOLEN, MasterRig.PARTIES.inbox(STOLEN.value())).receive(9, Duration.ofMillis(500)))
                .isEmpty();
        log.awaitLine(Problem.MESSAGE_FORGED, Keys.inbox(STOLEN));
    }

    @Test
    void orderToAnotherRunnerThatTheThiefMakesUpIsRefusedThere() {
        OrderSealer forger = new OrderSealer(
                keys.signing(),
                MasterRig.PARTIES.runner(OTHER.value()).opening().publicHalf());
        thief.getKeys().delete(Keys.inbox(OTHER));
        redis.inbox(OTHER, forger).publish(own);

        assertThat(redis.inbox(OTHER, MasterRig.PARTIES.inbox(OTHER.value())).receive(9, Duration.ofMillis(500)))
                .isEmpty();
        log.awaitLine(Problem.MESSAGE_FORGED, Keys.inbox(OTHER));
    }

    @Test
    void jobOfAnotherRunnerIsNotSettled() {
        say(ended(STOLEN, theirs));

        log.awaitLine(Problem.ATTEMPT_OTHER, "AttemptEnded", "`runner-1`", "job " + theirs.job());
        assertThat(rig.status(theirs.job())).isEqualTo(JobStatus.QUEUED);
        assertThat(rig.within(() -> rig.stores.attempts().live(OTHER))).containsExactly(theirs);
    }

    @Test
    void jobThatWasTheThiefsInAnEarlierEpochIsNotSettled() {
        AttemptRef first = own.attempt();
        rig.beat(STOLEN, 0, first);
        say(new AttemptEnded(
                STOLEN,
                Instant.now(),
                first,
                new Outcome.RunnerFailed(Problem.RUNNER_STOPPED, "It stops."),
                AttemptAccount.NONE));
        await().atMost(PATIENCE)
                .until(() ->
                        rig.within(() -> rig.stores.attempts().live(STOLEN)).isEmpty());
        rig.beat(OTHER, 2, theirs);
        rig.handOver();
        assertThat(rig.view(first.job()).newestAttempt().orElseThrow().runner()).isEqualTo(OTHER.value());

        say(ended(STOLEN, first));
        log.awaitLine(Problem.ATTEMPT_OTHER, "`runner-1`", "job " + first.job(), "handed over again");
        say(ended(STOLEN, new AttemptRef(first.job(), 2, 2)));
        log.awaitLine(Problem.ATTEMPT_OTHER, "`runner-1`", "the attempt is runner `runner-2`'s");
        assertThat(rig.status(first.job())).isEqualTo(JobStatus.QUEUED);
    }

    @Test
    void logOfAnotherRunnersJobGetsNoByte() {
        say(new LogAppended(STOLEN, Instant.now(), theirs, LogName.SETUP, 0, "forged".getBytes(UTF_8)));

        log.awaitLine(Problem.ATTEMPT_OTHER, "LogAppended", "`runner-1`");
        assertThat(rig.view(theirs.job()).newestAttempt().orElseThrow().logs()).allMatch(view -> view.length() == 0);
    }

    @Test
    void executionAndSshKeyOfAnotherRunnersJobAreNotNoted() {
        say(BatchFixture.moved(
                Instant.now(), BatchFixture.execution(7, theirs, ExecutionStatus.FAILED, Instant.now())));
        log.awaitLine(Problem.ATTEMPT_OTHER, "ExecutionMoved", "`runner-1`");

        say(new SshKeyUsed(STOLEN, Instant.now(), own.attempt(), "SHA256:of somebody"));
        log.awaitLine(Problem.ATTEMPT_OTHER, "SshKeyUsed", "`runner-1`");
        assertThat(rig.within(() -> rig.stores.executions().find(BatchFixture.ref(7))))
                .isEmpty();
    }

    /** Else the job would go on there, and its order with its secrets would go to the thief. */
    @Test
    void checkpointThatTheThiefSaysToHaveOfAnothersJobBringsNoOrder() {
        rig.apply(new AttemptStarted(OTHER, Instant.now(), theirs));
        Instant later = Instant.now().plus(Duration.ofHours(1));
        HeldCheckpoint claimed = new HeldCheckpoint(theirs, BUILD, later);
        say(alive(STOLEN, 9, List.of(claimed), List.of()));
        log.awaitLine(Problem.ATTEMPT_OTHER, "RunnerAlive", "`runner-1`", "checkpoint", "job " + theirs.job());
        say(alive(
                STOLEN, 9, List.of(new HeldCheckpoint(new AttemptRef(theirs.job(), 1, 99), BUILD, later)), List.of()));
        log.awaitLine(Problem.ATTEMPT_OTHER, "`runner-1`", "epoch 99");

        rig.apply(new AttemptEnded(
                OTHER,
                Instant.now(),
                theirs,
                new Outcome.RunnerFailed(Problem.RUNNER_STOPPED, "It was killed."),
                AttemptAccount.NONE));
        assertThat(rig.within(() -> rig.stores.restarts().of(theirs.job()))).isEmpty();
        assertThat(rig.view(theirs.job()).checkpoint()).isNull();
    }

    @Test
    void guestThatTheThiefSaysToHaveOfAnothersJobSendsNobodyThere() {
        StandingGuest claimed = new StandingGuest(theirs, BUILD, Instant.now().plusSeconds(3600), false);
        say(alive(STOLEN, 9, List.of(), List.of(claimed)));

        log.awaitLine(Problem.ATTEMPT_OTHER, "RunnerAlive", "`runner-1`", "stands by", "job " + theirs.job());
        assertThat(rig.view(theirs.job()).standing()).isNull();
    }

    @Test
    void heartbeatThatIsPlayedAgainRenewsNothing() {
        Envelope signer = MasterRig.PARTIES.events(STOLEN.value(), keys.signing());
        RunnerAlive beat = alive(STOLEN, 3, List.of(), List.of());
        Map<String, String> signed =
                signer.close(Keys.events(STOLEN), MessageCodec.runnerEvents().encode(beat));
        stream(Keys.events(STOLEN)).add(StreamAddArgs.entries(signed));
        await().atMost(PATIENCE).until(() -> slots(STOLEN) == 3);
        say(alive(STOLEN, 5, List.of(), List.of()));
        await().atMost(PATIENCE).until(() -> slots(STOLEN) == 5);

        stream(Keys.events(STOLEN)).add(StreamAddArgs.entries(signed));

        log.awaitLine(Problem.EVENT_REPEATED, "RunnerAlive", "`runner-1`");
        assertThat(slots(STOLEN)).isEqualTo(5);
    }

    @Test
    void endThatIsPlayedAgainAfterTheJobHasEndedChangesNothing() {
        say(ended(STOLEN, own.attempt()));
        await().atMost(PATIENCE).until(() -> rig.status(own.attempt().job()) == JobStatus.SUCCESS);

        say(new AttemptEnded(
                STOLEN, Instant.now(), own.attempt(), new Outcome.TaskFailed(BUILD, 1), AttemptAccount.NONE));

        log.awaitLine(
                Problem.EVENT_REPEATED,
                "AttemptEnded",
                "`runner-1`",
                "job " + own.attempt().job());
        assertThat(rig.status(own.attempt().job())).isEqualTo(JobStatus.SUCCESS);
    }

    @Test
    void eventInTheNameOfAnotherRunnerIsRefused() {
        redis.events(STOLEN, "thief", MasterRig.PARTIES.events(OTHER.value(), keys.signing()))
                .publish(ended(OTHER, theirs));
        log.awaitLine(Problem.MESSAGE_FORGED, "`runner-2`", "not signed with that runner's key");

        redis.events(STOLEN, "thief", MasterRig.PARTIES.events(STOLEN.value(), keys.signing()))
                .publish(ended(OTHER, theirs));
        log.awaitLine(Problem.SENDER_OTHER, "runner `runner-1` has signed", "in the name of `runner-2`");
        assertThat(rig.within(() -> rig.stores.attempts().live(OTHER))).containsExactly(theirs);
    }

    @Test
    void heartbeatForAnotherRunnerIsRefusedAndSoIsItsLeave() {
        int before = slots(OTHER);
        redis.events(STOLEN, "thief", MasterRig.PARTIES.events(STOLEN.value(), keys.signing()))
                .publishAll(List.of(
                        alive(OTHER, 99, List.of(), List.of()),
                        new RunnerLeft(OTHER, Instant.now(), MasterRig.nextBeat())));

        log.awaitLine(Problem.SENDER_OTHER, "runner `runner-1` has signed", "in the name of `runner-2`");
        await().atMost(PATIENCE).until(() -> messages.refused() == 2);
        assertThat(slots(OTHER)).isEqualTo(before);
    }

    /** Whoever tells more than is read at once is late alone: of the others it is known since when they are heard. */
    @Test
    void otherRunnersAreHeardHoweverMuchTheThiefTells() throws InterruptedException {
        events.interrupt();
        events.join();
        MessageStream<RunnerEvent> said =
                redis.events(STOLEN, "thief", MasterRig.PARTIES.events(STOLEN.value(), keys.signing()));
        for (int times = 0; times < 300; times++) {
            said.publish(ended(STOLEN, theirs));
        }
        EventLoop loop = rig.master.listening().loop();
        listen();

        await().atMost(PATIENCE).until(() -> loop.currentSince(OTHER).isPresent());
        Instant since = loop.currentSince(OTHER).orElseThrow();
        await().atMost(PATIENCE)
                .until(() -> loop.currentSince(STOLEN).orElseThrow().isAfter(since));
        assertThat(loop.currentSince(OTHER)).contains(since);
    }
}
