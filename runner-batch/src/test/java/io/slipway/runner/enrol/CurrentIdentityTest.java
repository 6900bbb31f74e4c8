// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.enrol;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.envelope.Envelope;
import io.slipway.envelope.MasterSigner;
import io.slipway.envelope.OpeningKeys;
import io.slipway.envelope.OrderSealer;
import io.slipway.envelope.Pedigree;
import io.slipway.envelope.PublicKeys;
import io.slipway.envelope.RefusedException;
import io.slipway.envelope.RunnerKeys;
import io.slipway.envelope.SealingKey;
import io.slipway.envelope.SignedSealingKey;
import io.slipway.envelope.SigningKey;
import io.slipway.job.RunnerName;
import io.slipway.message.redis.RedisSettings;
import io.slipway.pace.SettableClock;
import io.slipway.runner.enrol.CurrentIdentity.Terms;
import io.slipway.runner.fake.FakeMaster;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A runner's keys while it runs: they are renewed, and its master's are learned. */
class CurrentIdentityTest {
    private static final RunnerName NAME = new RunnerName("runner-1");
    private static final Duration KEEP = Duration.ofDays(90);

    @TempDir
    private Path folder;

    private final List<Offered> offers = new ArrayList<>();
    private MasterSigner signer;
    private FakeMaster master;
    private CurrentIdentity identity;
    private PublicKeys first;

    private record Offered(PublicKeys keys, String signature, String proof) {}

    @BeforeEach
    void enrol() {
        Path key = folder.resolve("master.json");
        master = new FakeMaster(SigningKey.open(key));
        signer = MasterSigner.open(key);
        EnrolmentSettings settings = new EnrolmentSettings(master.address().toString(), master.token());
        new Enrolment(NAME, settings, folder.resolve("state")).identity();
        identity = at(Duration.ZERO);
        first = identity.publicHalves();
    }

    @AfterEach
    void stopMaster() {
        master.close();
    }

    @Test
    void keysThatAreYoungStay() {
        identity.tend(this::offered);

        assertThat(offers).isEmpty();
        assertThat(files()).containsExactly("1/enrolment", "1/opening.json", "1/redis.password", "1/signing.json");
    }

    @Test
    void keysThatAreOldAreOfferedAnewSignedByTheOldAndTheNewOnes() {
        identity = at(KEEP.plusMinutes(1));

        identity.tend(this::offered);

        PublicKeys offered = offers.get(0).keys();
        String statement = RunnerKeys.statement(NAME.value(), offered);
        assertThat(offered.fingerprint()).isNotEqualTo(first.fingerprint());
        assertThat(first.verifying().fits(statement, offers.get(0).signature())).isTrue();
        assertThat(offered.verifying().fits(statement, offers.get(0).proof())).isTrue();
        assertThat(identity.publicHalves().fingerprint()).isEqualTo(first.fingerprint());
    }

    @Test
    void keysForEverAreNeverRenewedByThemselves() {
        identity = new CurrentIdentity(
                NAME, folder.resolve("state"), Terms.of(Duration.ZERO), clock(Duration.ofDays(9_000)));

        identity.tend(this::offered);

        assertThat(offers).isEmpty();
    }

    @Test
    void masterThatAsksGetsNewKeysAndTheyCountOnceItHasTakenThem() {
        identity.renew();
        identity.renew();
        identity.tend(this::offered);
        PublicKeys next = offers.get(0).keys();
        assertThat(signedWith(first)).isTrue();
        assertThat(opens(first)).isTrue();
        assertThat(opens(next)).as("as soon as the master may have taken them").isTrue();

        identity.renewed("SHA256:of others");
        assertThat(identity.publicHalves().fingerprint()).isEqualTo(first.fingerprint());
        identity.renewed(next.fingerprint());

        assertThat(identity.publicHalves().fingerprint()).isEqualTo(next.fingerprint());
        assertThat(opens(next)).isTrue();
        assertThat(opens(first)).as("what was on its way").isTrue();
        assertThat(files())
                .containsExactly(
                        "2/before.json", "2/enrolment", "2/opening.json", "2/redis.password", "2/signing.json");
    }

    @Test
    void signsWithTheNewKeysALittleLaterSinceAnotherMasterMayNotKnowThem() {
        SettableClock clock = new SettableClock();
        identity = new CurrentIdentity(NAME, folder.resolve("state"), Terms.of(KEEP), clock);
        identity.renew();
        identity.tend(this::offered);
        identity.renewed(offers.get(0).keys().fingerprint());

        assertThat(signedWith(first)).isTrue();
        clock.advance(Duration.ofSeconds(10));
        assertThat(signedWith(offers.get(0).keys())).isTrue();
    }

    @Test
    void runnerThatWasKilledBeforeItHeardOfItGoesOnOffering() {
        identity.renew();
        identity.tend(this::offered);

        identity = at(Duration.ZERO);
        identity.tend(this::offered);

        assertThat(offers).hasSize(2);
        assertThat(offers.get(1).keys().fingerprint())
                .isEqualTo(offers.get(0).keys().fingerprint());
        assertThat(opens(offers.get(0).keys())).isTrue();
        identity.renewed(offers.get(1).keys().fingerprint());
        assertThat(at(Duration.ZERO).publicHalves().fingerprint())
                .isEqualTo(offers.get(0).keys().fingerprint());
    }

    /** It had heard that they count, and not said so on its disk. */
    @Test
    void runnerThatWasKilledWhileItPutNewKeysInPlaceGoesOn() throws IOException {
        identity.renew();
        identity.tend(this::offered);
        Path keys = folder.resolve("state/keys");
        Files.copy(keys.resolve("1/opening.json"), keys.resolve("2/before.json"));
        Files.createFile(keys.resolve("2/enrolment123.part"));

        identity = at(Duration.ZERO);
        assertThat(identity.publicHalves().fingerprint()).isEqualTo(first.fingerprint());
        identity.tend(this::offered);
        identity.renewed(offers.get(1).keys().fingerprint());

        assertThat(at(Duration.ZERO).publicHalves().fingerprint())
                .isEqualTo(offers.get(0).keys().fingerprint());
        assertThat(opens(first)).isTrue();
    }

    @Test
    void whatWasSealedToTheKeysBeforeOpensForADayAlsoAfterARestart() {
        identity.renew();
        identity.tend(this::offered);
        identity.renewed(offers.get(0).keys().fingerprint());

        identity = at(Duration.ofHours(23));
        assertThat(opens(first)).isTrue();
        identity = at(Duration.ofHours(25));
        assertThat(opens(first)).isFalse();
        assertThat(files()).doesNotContain("2/before.json");
    }

    @Test
    void keyOfTheMasterThatWasLearnedIsKnownAfterARestartAndARenewal() {
        signer.take(new Pedigree(List.of(signer.step())));
        assertThat(opens(first)).isTrue();
        signer.take(Pedigree.NONE);

        identity = at(Duration.ZERO);
        assertThat(opens(first)).as("without being told again").isTrue();
        identity.renew();
        identity.tend(this::offered);
        identity.renewed(offers.get(0).keys().fingerprint());
        identity = at(Duration.ZERO);
        assertThat(opens(offers.get(0).keys())).isTrue();
    }

    /** The masters know it by the runner's name, and keep its hash. */
    @Test
    void passwordAtRedisStaysTheSame() {
        RedisSettings before = redis();

        identity.renew();
        identity.tend(this::offered);
        // Of an enrolment with a token that was never answered.
        new KeyFolder(folder.resolve("state/keys")).nextPassword();
        identity.renewed(offers.get(0).keys().fingerprint());

        assertThat(before.password()).hasSize(64);
        assertThat(redis()).isEqualTo(before);
    }

    private RedisSettings redis() {
        EnrolmentSettings settings = new EnrolmentSettings(master.address().toString(), "", true);
        return new Enrolment(NAME, settings, folder.resolve("state"))
                .redis(new RedisSettings(URI.create("redis://localhost"), "", ""));
    }

    private void offered(PublicKeys keys, String signature, String proof) {
        offers.add(new Offered(keys, signature, proof));
    }

    private CurrentIdentity at(Duration later) {
        return new CurrentIdentity(NAME, folder.resolve("state"), Terms.of(KEEP), clock(later));
    }

    @Test
    void whatItSealsToIsTheNewestThatItsMasterSaidAlsoWhenItStartsAgain() {
        OpeningKeys opening = OpeningKeys.open(folder.resolve("opening.json"));
        assertThat(sealedTo(opening))
                .as("its master had no key when it was enrolled")
                .isEmpty();

        hear(opening.newest(), 1);
        assertThat(sealedTo(opening)).contains(opening.newest().text());
        opening.add();
        hear(opening.newest(), 2);
        assertThat(sealedTo(opening)).contains(opening.newest().text());

        identity = at(Duration.ZERO);
        assertThat(sealedTo(opening)).contains(opening.newest().text());
        identity.renew();
        identity.tend(this::offered);
        identity.renewed(offers.get(0).keys().fingerprint());
        assertThat(sealedTo(opening)).contains(opening.newest().text());
        identity = at(Duration.ZERO);
        assertThat(sealedTo(opening)).contains(opening.newest().text());
    }

    /** Who has stolen a key may play again what its master once said of it. */
    @Test
    void keyWhosePlaceAnotherOneTookIsNeverTakenAlsoByWhomItWasNeverTold() {
        OpeningKeys opening = OpeningKeys.open(folder.resolve("opening.json"));
        SealingKey stolen = opening.newest();
        opening.add();
        hear(opening.newest(), 2);

        hear(stolen, 1);
        assertThat(sealedTo(opening)).contains(opening.newest().text());

        identity = at(Duration.ZERO);
        hear(stolen, 1);
        assertThat(sealedTo(opening)).contains(opening.newest().text());
    }

    @Test
    void whoWasEnrolledAfterARotationKnowsTheNumberOfItsKey() {
        OpeningKeys opening = OpeningKeys.open(folder.resolve("opening.json"));
        SealingKey stolen = opening.newest();
        opening.add();
        master.sealing(SignedSealingKey.of(signer, opening.newest(), 2));
        EnrolmentSettings settings = new EnrolmentSettings(master.address().toString(), master.token());
        new Enrolment(NAME, settings, folder.resolve("other")).identity();
        identity = new CurrentIdentity(NAME, folder.resolve("other"), Terms.of(KEEP), clock(Duration.ZERO));

        hear(stolen, 1);

        assertThat(sealedTo(opening)).contains(opening.newest().text());
    }

    @Test
    void diskThatTakesNothingKeepsNoMessageBack() throws IOException {
        OpeningKeys opening = OpeningKeys.open(folder.resolve("opening.json"));
        Path in = folder.resolve("state/keys/1/sealing");
        Files.createDirectories(in.resolve("no file"));

        hear(opening.newest(), 1);

        assertThat(sealedTo(opening)).contains(opening.newest().text());
    }

    private void hear(SealingKey masters, long number) {
        PublicKeys own = identity.publicHalves();
        OrderSealer closing =
                new OrderSealer(signer, () -> SignedSealingKey.of(signer, masters, number), own.sealing());
        identity.inbox().open("inbox", closing.close("inbox", "text"));
    }

    /** Empty for what is not sealed. */
    private Optional<String> sealedTo(OpeningKeys opening) {
        Map<String, String> fields = identity.events().close("events", "text");
        return Optional.ofNullable(fields.get("x"))
                .map(text -> opening.open(text, "events\n" + NAME)
                        .orElseThrow()
                        .sealedTo()
                        .text());
    }

    private static Clock clock(Duration later) {
        return Clock.offset(Clock.systemUTC(), later);
    }

    private boolean signedWith(PublicKeys keys) {
        Map<String, String> fields = identity.events().close("events", "text");
        return keys.verifying().fits("slipway event 1\nevents\nrunner-1\ntext", fields.get("s"));
    }

    private boolean opens(PublicKeys keys) {
        Envelope closing = new OrderSealer(signer, () -> null, keys.sealing());
        try {
            return identity.inbox()
                    .open("inbox", closing.close("inbox", "text"))
                    .text()
                    .equals("text");
        } catch (RefusedException e) {
            return false;
        }
    }

    private List<String> files() {
        return KeptFiles.below(folder.resolve("state/keys"));
    }
}
