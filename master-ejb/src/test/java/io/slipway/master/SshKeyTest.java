// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.AttemptRef;
import io.slipway.job.RunnerName;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Grant;
import io.slipway.master.sshkey.SampleKeys;
import io.slipway.master.sshkey.SshKey;
import io.slipway.message.RunnerEvent.SshKeyUsed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SshKeyTest {
    private MasterRig rig;
    private Caller ann;
    private Caller bob;

    @BeforeEach
    void start() {
        rig = new MasterRig();
        ann = rig.user("ann");
        bob = rig.user("bob");
    }

    @Test
    void aKeyIsListedToItsOwnerAsItWasAdded() {
        // PostgreSQL keeps microseconds.
        rig.clock.advance(Duration.ofNanos(1_001));

        SshKey added = add(ann, SampleKeys.ANN, "");

        assertThat(list(ann)).containsExactly(added);
        assertThat(added.id()).isPositive();
        assertThat(added.name()).isEqualTo("ann@laptop");
        assertThat(added.type()).isEqualTo("ssh-ed25519");
        assertThat(added.base64()).isEqualTo(SampleKeys.ANN.split(" ")[1]);
        assertThat(added.fingerprint()).isEqualTo(SampleKeys.ANN_FINGERPRINT);
        assertThat(added.created()).isEqualTo(rig.clock.instant().minusNanos(1));
    }

    @Test
    void aNameCountsBeforeTheComment() {
        assertThat(add(ann, SampleKeys.ANN, " desk ").name()).isEqualTo("desk");
        assertThat(add(ann, SampleKeys.ed25519(1), " ").name()).isEmpty();
    }

    @Test
    void theOldestKeyStandsFirst() {
        List<SshKey> added = List.of(add(ann, SampleKeys.ed25519(2), "b"), add(ann, SampleKeys.ed25519(1), "a"));

        assertThat(list(ann)).isEqualTo(added);
    }

    @Test
    void aRemovedKeyIsGoneAndMayBeAddedByAnybody() {
        SshKey key = add(ann, SampleKeys.ANN, "");

        remove(ann, key.id());

        assertThat(list(ann)).isEmpty();
        assertThat(add(bob, SampleKeys.ANN, "").fingerprint()).isEqualTo(key.fingerprint());
    }

    @Test
    void callsWithoutCredentialsAreRefused() {
        SshKey key = add(ann, SampleKeys.ANN, "");

        assertThat(problemOf(() -> list(Caller.ANONYMOUS))).isEqualTo(Problem.CREDENTIALS_MISSING);
        assertThat(problemOf(() -> add(Caller.ANONYMOUS, SampleKeys.ed25519(1), "")))
                .isEqualTo(Problem.CREDENTIALS_MISSING);
        assertThat(problemOf(() -> remove(Caller.ANONYMOUS, key.id()))).isEqualTo(Problem.CREDENTIALS_MISSING);
    }

    @Test
    void neitherAnotherUserNorAnAdministratorSeesOrRemovesAKey() {
        SshKey key = add(ann, SampleKeys.ANN, "");

        for (Caller other : List.of(bob, rig.admin)) {
            assertThat(list(other)).isEmpty();
            assertThat(problemOf(() -> remove(other, key.id()))).isEqualTo(Problem.SSH_KEY_UNKNOWN);
        }
        assertThat(list(ann)).containsExactly(key);
    }

    @Test
    void aKeyOfAnotherIsToldLikeOneThatIsNotThere() {
        SshKey key = add(ann, SampleKeys.ANN, "");
        String another = messageOf(() -> remove(bob, key.id()));
        remove(ann, key.id());

        assertThat(messageOf(() -> remove(bob, key.id()))).isEqualTo(another);
    }

    @Test
    void aTokenNeedsTheScopeOfTheProfile() {
        Caller jobs = token(ann, "JOBS:RW");
        Caller reader = token(ann, "PROFILE:RO");
        SshKey key = add(ann, SampleKeys.ANN, "");

        assertThat(problemOf(() -> list(jobs))).isEqualTo(Problem.SCOPE_MISSING);
        assertThat(list(reader)).containsExactly(key);
        assertThat(problemOf(() -> add(reader, SampleKeys.ed25519(1), ""))).isEqualTo(Problem.SCOPE_MISSING);
        assertThat(problemOf(() -> remove(reader, key.id()))).isEqualTo(Problem.SCOPE_MISSING);
    }

    @Test
    void aTokenThatLacksAScopeAddsNoKeyThatWouldDoWithoutScopes() {
        Set<Grant> most =
                Set.of(Grant.of("PROFILE:RW"), Grant.of("JOBS:RW"), Grant.of("LOGS:RW"), Grant.of("SECRETS:RO"));

        for (Caller limited : List.of(token(ann, "PROFILE:RW"), new Caller(ann.userId(), "ann", false, most))) {
            assertThat(messageOf(() -> add(limited, SampleKeys.ANN, "")))
                    .startsWith("Adding an ssh key with a token of `ann`")
                    .contains("PROFILE:RW");
            assertThat(problemOf(() -> add(limited, SampleKeys.ANN, ""))).isEqualTo(Problem.SCOPE_MISSING);
        }
        assertThat(list(ann)).isEmpty();
        remove(token(ann, "PROFILE:RW"), add(ann, SampleKeys.ANN, "").id());
    }

    @Test
    void aJobAddsNoKeyWhateverScopesItsTokenHas() {
        Caller job = Caller.job(ann.userId(), "ann", ann.grants());

        assertThat(problemOf(() -> add(job, SampleKeys.ANN, ""))).isEqualTo(Problem.SCOPE_MISSING);
        assertThat(messageOf(() -> add(job, SampleKeys.ANN, ""))).contains("with the token of a job of `ann`");
        assertThat(list(ann)).isEmpty();
    }

    @Test
    void aKeyBelongsToOneUserAndNobodyElseLearnsToWhom() {
        add(ann, SampleKeys.ANN, "");

        for (Caller other : List.of(bob, rig.admin)) {
            assertThat(problemOf(() -> add(other, SampleKeys.ANN, ""))).isEqualTo(Problem.SSH_KEY_TAKEN);
            assertThat(messageOf(() -> add(other, SampleKeys.ANN, ""))).doesNotContain("ann");
        }
        assertThat(messageOf(() -> add(ann, SampleKeys.ANN, "again"))).endsWith("you have it already");
        assertThat(list(ann)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\tb", "a\nb", "a\0b", "\u0085x\u0007"})
    void aNameWithAControlCharacterIsRefused(String name) {
        assertThat(problemOf(() -> add(ann, SampleKeys.ANN, name))).isEqualTo(Problem.REQUEST_ILLEGAL);
    }

    @Test
    void aNameOrCommentThatIsTooLongIsRefused() {
        String longest = "ä".repeat(100);

        assertThat(add(ann, SampleKeys.ed25519(1), longest).name()).isEqualTo(longest);
        assertThat(problemOf(() -> add(ann, SampleKeys.ed25519(2), longest + "x")))
                .isEqualTo(Problem.REQUEST_ILLEGAL);
        assertThat(problemOf(() -> add(ann, SampleKeys.ed25519(2) + " " + longest + "x", "")))
                .isEqualTo(Problem.REQUEST_ILLEGAL);
        assertThat(add(ann, SampleKeys.ed25519(2) + " " + longest + "x", "short")
                        .name())
                .isEqualTo("short");
    }

    @Test
    void nobodyHasMoreThanFiftyKeys() {
        for (int i = 1; i <= 50; i++) {
            add(ann, SampleKeys.ed25519(i), "");
        }

        assertThat(problemOf(() -> add(ann, SampleKeys.ed25519(51), ""))).isEqualTo(Problem.SSH_KEYS_TOO_MANY);
        assertThat(add(bob, SampleKeys.ed25519(51), "").id()).isPositive();
        remove(ann, list(ann).get(7).id());
        assertThat(add(ann, SampleKeys.ed25519(52), "").id()).isPositive();
    }

    @Test
    void nobodyHasMoreThanFiftyKeysWhenManyAreAddedAtOnce() throws Exception {
        for (int i = 1; i <= 48; i++) {
            add(ann, SampleKeys.ed25519(i), "");
        }
        int threads = 6;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        CountDownLatch together = new CountDownLatch(threads);
        List<Future<Problem>> results = new ArrayList<>();

        for (int i = 0; i < threads; i++) {
            String key = SampleKeys.ed25519(100 + i);
            results.add(executor.submit(() -> {
                together.countDown();
                together.await();
                try {
                    add(ann, key, "");
                    return null;
                } catch (ProblemException e) {
                    return e.problem();
                }
            }));
        }
        List<Problem> problems = new ArrayList<>();
        for (Future<Problem> result : results) {
            problems.add(result.get());
        }
        executor.shutdown();

        assertThat(problems)
                .containsOnly(null, Problem.SSH_KEYS_TOO_MANY)
                .filteredOn(problem -> problem == null)
                .hasSize(2);
        assertThat(list(ann)).hasSize(50);
    }

    @Test
    void aKeyTellsWhenItsOwnerUsedItLastHoweverOftenThatIsTold() {
        SshKey key = add(ann, SampleKeys.ANN, "");
        AttemptRef attempt = handedOver(ann);
        Instant first = rig.clock.instant();
        assertThat(list(ann).get(0).lastUsed()).isNull();

        SshKeyUsed told = new SshKeyUsed(MasterRig.RUNNER, first, attempt, key.fingerprint());
        rig.apply(told, told);
        assertThat(list(ann).get(0).lastUsed()).isEqualTo(first);
        rig.clock.advance(Duration.ofHours(1));
        rig.apply(new SshKeyUsed(MasterRig.RUNNER, first.plusSeconds(60), attempt, key.fingerprint()), told);
        assertThat(list(ann).get(0).lastUsed()).isEqualTo(first.plusSeconds(60));
        rig.apply(new SshKeyUsed(MasterRig.RUNNER, first.plus(Duration.ofDays(1)), attempt, key.fingerprint()));

        assertThat(list(ann).get(0).lastUsed()).isEqualTo(rig.clock.instant());
    }

    @Test
    void aRunnerIsBelievedAboutTheOwnersOfItsAttemptsAlone() {
        SshKey key = add(bob, SampleKeys.ANN, "");
        AttemptRef attempt = handedOver(ann);
        Instant now = rig.clock.instant();

        rig.apply(new SshKeyUsed(MasterRig.RUNNER, now, attempt, key.fingerprint()));
        rig.apply(new SshKeyUsed(new RunnerName("other"), now, attempt, key.fingerprint()));
        SshKey own = add(ann, SampleKeys.ed25519(1), "");
        rig.apply(new SshKeyUsed(new RunnerName("other"), now, attempt, own.fingerprint()));

        assertThat(list(bob).get(0).lastUsed()).isNull();
        assertThat(list(ann).get(0).lastUsed()).isNull();
        assertThat(rig.master.refusals().count()).isEqualTo(3);
    }

    private AttemptRef handedOver(Caller owner) {
        rig.queue(owner);
        rig.beat(1);
        rig.handOver();
        return rig.newestOrder().attempt();
    }

    private SshKey add(Caller caller, String text, String name) {
        return rig.within(() -> rig.master.sshKeys().add(caller, text, name));
    }

    private List<SshKey> list(Caller caller) {
        return rig.within(() -> rig.master.sshKeys().list(caller));
    }

    private void remove(Caller caller, long id) {
        rig.transaction.separate(() -> rig.master.sshKeys().remove(caller, id));
    }

    private static Caller token(Caller owner, String grant) {
        return new Caller(owner.userId(), owner.username(), false, Set.of(Grant.of(grant)));
    }

    private static Problem problemOf(ThrowingCallable call) {
        return refused(call).problem();
    }

    private static String messageOf(ThrowingCallable call) {
        return refused(call).getMessage();
    }

    private static ProblemException refused(ThrowingCallable call) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .actual();
    }
}
