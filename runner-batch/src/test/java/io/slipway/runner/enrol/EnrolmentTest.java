// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.enrol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.envelope.EventVerifier;
import io.slipway.envelope.OpeningKeys;
import io.slipway.envelope.PublicKeys;
import io.slipway.envelope.SignedSealingKey;
import io.slipway.envelope.SigningKey;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.RunnerName;
import io.slipway.message.redis.RedisSettings;
import io.slipway.message.redis.RedisUser;
import io.slipway.runner.fake.FakeMaster;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrolmentTest {
    private static final RunnerName NAME = new RunnerName("runner-1");

    @TempDir
    private Path folder;

    private SigningKey key;
    private FakeMaster master;

    @BeforeEach
    void startMaster() {
        key = SigningKey.open(folder.resolve("master.json"));
        master = new FakeMaster(key);
    }

    @AfterEach
    void stopMaster() {
        master.close();
    }

    @Test
    void runnerEnrolsOnceAndNeedsNoTokenAfterwards() {
        Identity enrolled = enrol(master.token());

        Identity later = enrol("");

        assertThat(master.asked()).isEqualTo(1);
        assertThat(fingerprint(enrolled)).isEqualTo(master.enrolled().get(0).fingerprint());
        assertThat(fingerprint(later)).isEqualTo(fingerprint(enrolled));
        assertThat(later.masters().verifying().text())
                .isEqualTo(key.publicHalf().text());
    }

    @Test
    void tokenThatStaysInTheSettingsIsNotUsedAgain() {
        String token = master.token();
        enrol(token);

        enrol(token);

        assertThat(master.asked()).isEqualTo(1);
    }

    @Test
    void newTokenReplacesTheKeys() {
        Identity before = enrol(master.token());

        Identity after = enrol(master.token());

        assertThat(master.enrolled())
                .extracting(PublicKeys::fingerprint)
                .containsExactly(fingerprint(before), fingerprint(after));
        assertThat(fingerprint(enrol(""))).isEqualTo(fingerprint(after)).isNotEqualTo(fingerprint(before));
        assertThat(files()).containsExactly("2/enrolment", "2/opening.json", "2/redis.password", "2/signing.json");
    }

    @Test
    void keyToSealToIsKeptWhenTheMasterHasSignedIt() {
        OpeningKeys masters = OpeningKeys.open(folder.resolve("opening.json"));
        master.sealing(SignedSealingKey.of(key, masters.newest(), 1));
        enrol(master.token());

        Identity later = enrol("");

        assertThat(later.masters().sealing().text()).isEqualTo(masters.newest().text());
        Map<String, String> event = later.events().close("stream", "what it says");
        assertThat(event.values()).noneMatch(value -> value.contains("what it says"));
        assertThat(new EventVerifier((runner, signed, signature, seals) -> {}, masters)
                        .open("stream", event)
                        .text())
                .isEqualTo("what it says");
    }

    @Test
    void keyToSealToThatSomebodyElseHasSignedIsNotTaken() {
        SigningKey stranger = SigningKey.open(folder.resolve("stranger.json"));
        master.sealing(SignedSealingKey.of(
                stranger, OpeningKeys.open(folder.resolve("opening.json")).newest(), 1));

        ProblemException refusal = refusal(master.token());

        assertThat(refusal.problem()).isEqualTo(Problem.ENROLMENT_FAILED);
        assertThat(refusal).hasMessageContaining("a key to seal to that the master has not signed");
    }

    @Test
    void masterGetsTheHashOfThePasswordAtRedisAndTheRunnerLogsInWithIt() {
        Enrolment enrolment = new Enrolment(
                NAME,
                new EnrolmentSettings(master.address().toString(), master.token(), true),
                folder.resolve("state"));
        enrolment.identity();
        RedisSettings plain = new RedisSettings(URI.create("rediss://127.0.0.1:1"), "", "");

        RedisSettings redis = enrolment.redis(plain);

        assertThat(redis.username()).isEqualTo("runner:" + NAME);
        assertThat(redis.password()).hasSize(64);
        assertThat(master.redisHashes()).containsExactly(RedisUser.hash(redis.password()));
        assertThat(redis.address()).isEqualTo(plain.address());
        assertThat(new Enrolment(NAME, settings(""), folder.resolve("state")).redis(plain))
                .as("unless the settings say so, it does not")
                .isEqualTo(plain);
    }

    @Test
    void runnerOfBeforeThereWerePasswordsIsToldToEnrolAgain() throws IOException {
        enrol(master.token());
        Files.delete(folder.resolve("state/keys/1/redis.password"));
        Enrolment enrolment = new Enrolment(
                NAME, new EnrolmentSettings(master.address().toString(), "", true), folder.resolve("state"));
        RedisSettings plain = new RedisSettings(URI.create("redis://127.0.0.1:1"), "", "");

        assertThatThrownBy(() -> enrolment.redis(plain))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("`redis.enrolled`")
                .hasMessageContaining("a new enrolment token");
    }

    @Test
    void whatIsKeptIsReadableByItsOwnerAlone() throws IOException {
        enrol(master.token());

        assertThat(permissions(folder.resolve("state/keys"))).isEqualTo("rwx------");
        for (String file : files()) {
            assertThat(permissions(folder.resolve("state/keys").resolve(file))).isEqualTo("rw-------");
        }
    }

    @Test
    void masterThatIsNotThereYetIsWaitedFor() {
        master.answerFirst(404, 503, 500);

        enrol(master.token());

        assertThat(master.asked()).isEqualTo(4);
    }

    @Test
    void answerThatWasLostIsAskedForAgainWithTheSameKeys() {
        master.answerFirst(201);

        enrol(master.token());

        assertThat(master.enrolled()).hasSize(2);
        assertThat(master.enrolled().get(0).fingerprint())
                .isEqualTo(master.enrolled().get(1).fingerprint());
    }

    @Test
    void enrolmentThatWasCutOffGoesOnWithItsKeys() {
        String token = master.token();
        master.answerFirst(400);
        assertThat(refusal(token).problem()).isEqualTo(Problem.ENROLMENT_FAILED);
        List<String> made = files();

        Identity enrolled = enrol(token);

        assertThat(made).containsExactly("1/opening.json", "1/redis.password", "1/signing.json");
        assertThat(files()).containsExactly("1/enrolment", "1/opening.json", "1/redis.password", "1/signing.json");
        assertThat(fingerprint(enrolled)).isEqualTo(master.enrolled().get(0).fingerprint());
    }

    @Test
    void refusalIsSaidInTheMastersWordsAndNotTriedAgain() {
        String used = master.token();
        new Enrolment(NAME, settings(used), folder.resolve("other")).identity();

        ProblemException refused = refusal(used);

        assertThat(refused.problem()).isEqualTo(Problem.ENROLMENT_FAILED);
        assertThat(refused)
                .hasMessageContaining("401: a token works once (SW-2021)")
                .hasMessageNotContaining(used);
        assertThat(master.asked()).isEqualTo(2);
    }

    @Test
    void runnerWithGoodKeysGoesOnWhenANewTokenIsRefused() {
        Identity before = enrol(master.token());
        master.answerFirst(401);

        assertThat(fingerprint(enrol(master.token()))).isEqualTo(fingerprint(before));
    }

    /** Who answers in the master's place has another key than the one that the token was made with. */
    @Test
    void masterThatDidNotMakeTheTokenIsNotTaken() {
        master.pretend(SigningKey.open(folder.resolve("mallory.json")));

        ProblemException refused = refusal(master.token());

        assertThat(refused.problem()).isEqualTo(Problem.ENROLMENT_FAILED);
        assertThat(refused).hasMessageContaining("of another master");
        assertThat(refusal("").problem()).isEqualTo(Problem.SETTING_ILLEGAL);
    }

    @Test
    void runnerOfAnotherNameIsEnrolledAnew() {
        enrol(master.token());

        RunnerName renamed = new RunnerName("runner-2");
        Enrolment without = new Enrolment(renamed, settings(""), folder.resolve("state"));
        ProblemException refused = catchThrowableOfType(ProblemException.class, without::identity);

        assertThat(refused.problem()).isEqualTo(Problem.SETTING_ILLEGAL);
        assertThat(new Enrolment(renamed, settings(master.token()), folder.resolve("state"))
                        .identity()
                        .name())
                .isEqualTo(renamed);
    }

    @Test
    void settingsThatCannotEnrolAreRefusedWithoutShowingTheToken() {
        assertThat(refusal("")).hasMessageContaining("`enrol.token`").hasMessageContaining("has no token");
        assertThat(refusal("s3cret")).hasMessageContaining("`enrol.token`").hasMessageNotContaining("s3cret");
        for (String address : List.of("", "master", "ftp://master", "http://", "http://a b")) {
            ProblemException refused = catchThrowableOfType(
                    ProblemException.class,
                    () -> new Enrolment(NAME, new EnrolmentSettings(address, master.token()), folder.resolve("state"))
                            .identity());
            assertThat(refused.problem()).isEqualTo(Problem.SETTING_ILLEGAL);
            assertThat(refused).hasMessageContaining("`master.address`").hasMessageContaining("`" + address + "`");
        }
        assertThat(settings("s3cret").toString()).doesNotContain("s3cret");
    }

    private Identity enrol(String token) {
        return new Enrolment(NAME, settings(token), folder.resolve("state")).identity();
    }

    private ProblemException refusal(String token) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> enrol(token));
        assertThat(refused).isNotNull();
        return refused;
    }

    private EnrolmentSettings settings(String token) {
        return new EnrolmentSettings(master.address().toString(), token);
    }

    private static String fingerprint(Identity identity) {
        return identity.keys().publicHalves().fingerprint();
    }

    private List<String> files() {
        return KeptFiles.below(folder.resolve("state/keys"));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
