// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static io.slipway.master.secret.SampleSecrets.file;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.job.AttemptRef;
import io.slipway.job.Outcome;
import io.slipway.master.access.Caller;
import io.slipway.master.secret.SecretView;
import io.slipway.message.AttemptAccount;
import io.slipway.message.HeldCheckpoint;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.message.RunnerEvent.AttemptStarted;
import io.slipway.message.RunnerEvent.RunnerAlive;
import io.slipway.message.RunnerMessage;
import io.slipway.message.RunnerMessage.DropCheckpoint;
import io.slipway.message.RunnerMessage.EndStandby;
import io.slipway.message.StandingGuest;
import io.slipway.task.TaskName;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Guests that runners keep do not outlive the permission of their jobs to the secrets in them. */
class WithdrawSecretsTest {
    private static final TaskName BUILD = new TaskName("build");

    private MasterRig rig;
    private Caller ann;
    private SecretView secret;

    @BeforeEach
    void start() {
        rig = new MasterRig();
        ann = rig.user("ann");
        secret = rig.within(() -> rig.master.secrets().add(ann, file("netrc", "hunter2hunter2")));
        rig.beat(1);
    }

    @Test
    void checkpointAndStandingGuestGoWhenTheirSecretIsDeleted() {
        AttemptRef attempt = failed("secrets: [netrc]\n");
        keeps(attempt);
        tick();
        assertThat(rig.messages.sent(RunnerMessage.class)).isEmpty();

        remove();
        tick();

        assertThat(rig.messages.sent(DropCheckpoint.class))
                .extracting(DropCheckpoint::attempt)
                .containsExactly(attempt);
        assertThat(rig.messages.sent(EndStandby.class))
                .extracting(EndStandby::attempt)
                .containsExactly(attempt);
    }

    @Test
    void runnerIsToldUntilItKeepsNothing() {
        AttemptRef attempt = failed("secrets: [netrc]\n");
        keeps(attempt);
        remove();

        tick();
        keeps(attempt);
        tick();
        assertThat(rig.messages.sent(DropCheckpoint.class)).hasSize(2);

        rig.beat(1);
        tick();
        assertThat(rig.messages.sent(DropCheckpoint.class)).hasSize(2);
    }

    @Test
    void checkpointGoesWhenTheOwnerIsSuspended() {
        AttemptRef attempt = failed("secrets: [netrc]\n");
        keeps(attempt);

        rig.within(() -> rig.master.administration().suspend(rig.admin, "ann", "why", false));
        rig.messages.forget();
        tick();

        assertThat(rig.messages.sent(DropCheckpoint.class)).hasSize(1);
    }

    @Test
    void checkpointOfAJobWithoutThatSecretStays() {
        keeps(failed(""));
        remove();

        tick();

        assertThat(rig.messages.sent(RunnerMessage.class)).isEmpty();
    }

    private AttemptRef failed(String more) {
        rig.submit(ann, MasterRig.MANIFEST + more);
        rig.handOver();
        AttemptRef attempt = rig.newestOrder().attempt();
        rig.apply(new AttemptStarted(MasterRig.RUNNER, rig.clock.instant(), attempt));
        rig.apply(new AttemptEnded(
                MasterRig.RUNNER, rig.clock.instant(), attempt, new Outcome.TaskFailed(BUILD, 1), AttemptAccount.NONE));
        rig.messages.forget();
        return attempt;
    }

    private void keeps(AttemptRef attempt) {
        rig.apply(new RunnerAlive(
                MasterRig.RUNNER,
                rig.clock.instant(),
                MasterRig.nextBeat(),
                List.of(MasterRig.DEBIAN),
                Set.of(),
                1,
                List.of(),
                List.of(new HeldCheckpoint(attempt, BUILD, rig.clock.instant().plusSeconds(3600))),
                List.of(new StandingGuest(attempt, BUILD, rig.clock.instant().plusSeconds(3600), false)),
                "",
                ""));
    }

    private void remove() {
        rig.transaction.separate(
                () -> rig.master.secrets().remove(ann, secret.uuid().toString()));
    }

    private void tick() {
        rig.clock.advance(Duration.ofSeconds(11));
        rig.master.listening().withdrawSecrets().tick();
    }
}
