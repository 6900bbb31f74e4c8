// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How masters take another key to open with, and how runners learn of it. */
class OpeningKeysTest {
    private static final String INBOX = "slipway:runner:a:inbox";
    private static final String EVENTS = "slipway:events";

    @TempDir
    private Path folder;

    private final List<SignedSealingKey> learned = new ArrayList<>();
    private TestParties parties;
    private OpeningKeys keys;
    private MasterSigner signer;

    @BeforeEach
    void make() {
        parties = new TestParties(folder.resolve("parties"));
        keys = OpeningKeys.open(folder.resolve("opening.json"));
        signer = MasterSigner.of(parties.master());
    }

    @Test
    void whatWasSealedToTheKeyBeforeOpensUntilThatIsThrownAway() {
        SealingKey old = keys.newest();
        String sealed = old.seal("ended", "context");

        keys.add();

        assertThat(keys.newest().text()).isNotEqualTo(old.text());
        assertThat(keys.size()).isEqualTo(2);
        assertThat(keys.open(sealed, "context").orElseThrow().sealedTo().text()).isEqualTo(old.text());
        String anew = keys.newest().seal("ended", "context");
        assertThat(keys.open(anew, "context").orElseThrow().sealedTo().text())
                .isEqualTo(keys.newest().text());

        keys.retire();

        assertThat(keys.size()).isEqualTo(1);
        assertThat(keys.open(sealed, "context")).isEmpty();
        assertThat(keys.open(anew, "context").orElseThrow().text()).isEqualTo("ended");
        assertThat(keys.open(anew, "elsewhere")).isEmpty();
    }

    @Test
    void anotherMasterOpensWhatIsSealedToAKeyThatItHasNotReadYet() {
        OpeningKeys another = OpeningKeys.open(folder.resolve("opening.json"));
        keys.add();

        assertThat(another.open(keys.newest().seal("alive", "c"), "c")).isPresent();
        assertThat(another.newest().text()).isEqualTo(keys.newest().text());
    }

    @Test
    void fileOfBeforeThereWereSeveralIsTaken() {
        OpeningKey before = OpeningKey.open(folder.resolve("before.json"));

        assertThat(OpeningKeys.open(folder.resolve("before.json"))
                        .open(before.publicHalf().seal("alive", "c"), "c"))
                .isPresent();
    }

    @Test
    void fileWithoutSuchAKeyIsNamedAndStays() throws Exception {
        Path file = folder.resolve("signing.json");
        SigningKey.open(file);
        String before = Files.readString(file);

        ProblemException refusal = catchThrowableOfType(ProblemException.class, () -> OpeningKeys.open(file));

        assertThat(refusal.problem()).isEqualTo(Problem.SETTING_ILLEGAL);
        assertThat(refusal).hasMessageContaining("`opening.key`").hasMessageContaining("signing.json");
        assertThat(Files.readString(file)).isEqualTo(before);
    }

    @Test
    void aRunnerLearnsByTheNextMessageWhatItIsToSealTo() {
        Envelope inbox = inbox();

        inbox.open(INBOX, order());
        inbox.open(INBOX, order());
        assertThat(learned)
                .extracting(told -> told.number() + " " + told.key().text())
                .containsExactly("1 " + keys.newest().text());

        keys.add();
        inbox.open(INBOX, order());
        assertThat(learned)
                .extracting(told -> told.number() + " " + told.key().text())
                .hasSize(2)
                .endsWith("2 " + keys.newest().text());
    }

    @Test
    void nobodyElseTellsARunnerWhatToSealTo() {
        SealingKey mine = OpeningKey.open(folder.resolve("mine.json")).publicHalf();
        SigningKey stranger = SigningKey.open(folder.resolve("stranger.json"));
        Envelope inbox = inbox();

        for (String signature : List.of(
                SignedSealingKey.of(stranger, mine, 2).signature(),
                SignedSealingKey.of(parties.master(), keys.newest(), 2).signature(),
                SignedSealingKey.of(parties.master(), mine, 1).signature(),
                "",
                "no Base64")) {
            assertThat(inbox.open(INBOX, with(mine.text(), signature)).text()).isEqualTo("order");
        }
        for (String noKey : List.of("x", "", "AAAA")) {
            assertThat(inbox.open(INBOX, with(noKey, parties.master().sign("slipway sealing key 2\n2\n" + noKey)))
                            .text())
                    .isEqualTo("order");
        }

        assertThat(learned).isEmpty();
    }

    @Test
    void whoReadsEventsIsToldWhatTheyWereSealedTo() {
        List<String> told = new ArrayList<>();
        Senders senders = new Senders() {
            @Override
            public void require(String runner, String signed, String signature, boolean sealed) {
                parties.require(runner, signed, signature, sealed);
            }

            @Override
            public void sealsTo(String runner, SealingKey key) {
                told.add(runner + " " + key.text());
            }
        };
        EventVerifier verifier = new EventVerifier(senders, keys);
        SealingKey old = keys.newest();
        EventSigner closing = new EventSigner("a", parties.runner("a").signing(), old);

        verifier.open(EVENTS, closing.close(EVENTS, "alive"));
        keys.add();
        verifier.open(EVENTS, closing.close(EVENTS, "alive"));
        verifier.open(
                EVENTS, new EventSigner("a", parties.runner("a").signing(), keys.newest()).close(EVENTS, "alive"));

        assertThat(told)
                .containsExactly(
                        "a " + old.text(),
                        "a " + old.text(),
                        "a " + keys.newest().text());
    }

    private Envelope inbox() {
        return new OrderOpener(
                new TrustedMaster(
                        TrustedMaster.Known.of(parties.master().publicHalf()), known -> {}, Clock.systemUTC()),
                () -> List.of(parties.runner("a").opening()),
                learned::add);
    }

    private Map<String, String> order() {
        return new OrderSealer(
                        signer,
                        () -> SignedSealingKey.of(signer, keys.newest(), keys.size()),
                        parties.runner("a").opening().publicHalf())
                .close(INBOX, "order");
    }

    private Map<String, String> with(String key, String signature) {
        Map<String, String> fields = new HashMap<>(order());
        fields.put(OrderSealer.MASTERS_KEY, key);
        fields.put(OrderSealer.MASTERS_KEY_NUMBER, "2");
        fields.put(OrderSealer.MASTERS_KEY_SIGNATURE, signature);
        return fields;
    }
}
