// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.envelope.EventSigner;
import io.slipway.envelope.EventVerifier;
import io.slipway.error.Problem;
import io.slipway.job.AttemptRef;
import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.master.message.RedisMessages;
import io.slipway.message.RunnerEvent.AttemptStarted;
import io.slipway.message.WorkOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Several masters, or one that was killed or restored, agree on the key that runners seal to. */
class OpeningKeyOfMastersTest extends WithOpeningKeys {
    @Test
    void anotherMasterOpensAtOnceWhatIsSealedToTheNewKeyAndSaysItToo() {
        try (RedisMessages other = messages("other")) {
            Master another = new Master(rig.settings, rig.database, rig.transaction, other, rig.clock);
            rotate();

            assertThat(other.opening().open(messages.opening().newest().seal("alive", "c"), "c"))
                    .isPresent();
            another.keys().opening().look();
            assertThat(other.sealing().orElseThrow().number())
                    .isEqualTo(messages.sealing().orElseThrow().number());
            assertThat(other.sealing().orElseThrow().key().text())
                    .isEqualTo(messages.opening().newest().text());
            assertThat(other.sealing().orElseThrow().isOf(messages.key())).isTrue();
            assertThat(problemOf(() -> rig.transaction.separate(
                            () -> another.keys().opening().rotate(rig.admin))))
                    .isEqualTo(Problem.KEYS_BUSY);
        }
    }

    @Test
    void masterWithoutTheNewestKeyTellsRunnersNothingAndDropsNothing() {
        rotate();
        try (MasterLog log = MasterLog.open();
                RedisMessages other = messages("other", "of-another-time.json")) {
            Master another = new Master(rig.settings, rig.database, rig.transaction, other, rig.clock);
            another.keys().opening().tick();
            another.keys().opening().tick();

            assertThat(other.sealing()).isEmpty();
            log.awaitLine(Problem.OPENING_KEY_REPLACED, "copy its `opening.key` here first");
            for (ThrowingCallable act : List.<ThrowingCallable>of(
                    () -> rig.transaction.separate(
                            () -> another.keys().opening().rotate(rig.admin)),
                    () -> rig.transaction.separate(
                            () -> another.keys().opening().retire(rig.admin)))) {
                assertThat(problemOf(act)).isEqualTo(Problem.OPENING_KEY_REPLACED);
            }
            EventVerifier verifier = new EventVerifier((runner, signed, signature, seals) -> {}, other.opening());
            Map<String, String> event =
                    new EventSigner("runner", keys.signing(), messages.opening().newest()).close("events", "ended");
            assertThat(problemOf(() -> verifier.open("events", event)))
                    .as("to be read again, and not refused")
                    .isEqualTo(Problem.OPENING_KEY_REPLACED);
        }
    }

    /** What it read and cannot open would lie with it, and come to no other master. */
    @Test
    void masterWithoutTheNewestKeyReadsNothingUntilItHasThat() throws InterruptedException {
        JobId job = rig.submit(rig.admin);
        rig.handOver();
        AttemptRef attempt = ((WorkOrder) received().get(0)).attempt();
        messages.opening().tellNothing();
        // The round that was under way, which waits a second for events, still takes what comes.
        Thread.sleep(1_500);
        say(new AttemptStarted(MasterRig.RUNNER, Instant.now(), attempt));

        await().during(Duration.ofSeconds(2)).atMost(PATIENCE).until(() -> rig.status(job) != JobStatus.RUNNING);

        rig.master.keys().opening().look();
        await().atMost(PATIENCE).until(() -> rig.status(job) == JobStatus.RUNNING);
    }

    /** Killed when the file had the new key and the database did not know of it. */
    @Test
    void masterThatWasKilledWhileItMadeAKeyGoesOn() {
        messages.opening().add();

        tick();
        rig.clock.advance(Duration.ofSeconds(15));
        tick();

        assertThat(messages.sealing().orElseThrow().key().text())
                .isEqualTo(messages.opening().newest().text());
        assertThat(view().keys()).isEqualTo(2);
        assertThat(problemOf(this::rotate)).isEqualTo(Problem.KEYS_BUSY);
    }

    @Test
    void runnersAreToldTheNewKeyWhenEveryMasterMayKnowIt() {
        rig.transaction.separate(() -> rig.master.keys().opening().rotate(rig.admin));
        tick();
        assertThat(messages.sealing().orElseThrow().key().text()).isEqualTo(sealing.text());

        rig.clock.advance(Duration.ofSeconds(15));
        tick();
        assertThat(messages.sealing().orElseThrow().key().text())
                .isEqualTo(messages.opening().newest().text());
    }

    /** Runners know a key then that the database does not know; the next one has a greater number all the same. */
    @Test
    void keyThatIsMadeAfterARestoreFromABackupHasAGreaterNumber() throws IOException {
        Path file = folder.resolve("opening.json");
        byte[] backup = Files.readAllBytes(file);
        rotate();
        long forgotten = messages.sealing().orElseThrow().number();
        Files.write(file, backup);
        TestServers.execute("delete from opening_key where number = " + forgotten);
        rig.master.keys().opening().look();
        assertThat(messages.sealing().orElseThrow().number()).isLessThan(forgotten);

        rotate();

        assertThat(messages.sealing().orElseThrow().number()).isGreaterThan(forgotten);
    }

    /** As the manual says that it is done when the file is lost. */
    @Test
    void keyOfANewFileCountsWhenTheDatabaseForgetsTheOnesBefore() {
        rotate();
        long before = messages.sealing().orElseThrow().number();
        TestServers.execute("delete from opening_key");
        rig.clock.advance(Duration.ofSeconds(1));
        try (RedisMessages anew = messages("anew", "anew.json")) {
            Master master = new Master(rig.settings, rig.database, rig.transaction, anew, rig.clock);

            master.keys().opening().tick();

            assertThat(anew.sealing().orElseThrow().number()).isGreaterThan(before);
            halfAMinuteLater();
            master.keys().opening().tick();
            received();
            assertThat(sealing.text()).isEqualTo(anew.opening().newest().text());
        }
    }
}
