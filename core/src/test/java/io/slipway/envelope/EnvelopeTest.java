// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.envelope.Envelope.Opened;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvelopeTest {
    private static final String INBOX = "inbox of a";
    private static final String EVENTS = "events";
    private static final String MARKER = "token of the build";

    @TempDir
    private Path folder;

    private TestParties parties;
    private Envelope inbox;
    private Envelope events;

    @BeforeEach
    void meet() {
        parties = new TestParties(folder);
        inbox = parties.inbox("a");
        events = parties.events("a");
    }

    @Test
    void orderOpensAtItsRunnerAlone() {
        Map<String, String> order = inbox.close(INBOX, MARKER);

        assertThat(inbox.open(INBOX, order)).isEqualTo(new Opened("", MARKER));
        assertThat(refusal(parties.inbox("b"), INBOX, order)).isEqualTo(Problem.MESSAGE_SEALED);
    }

    @Test
    void orderShowsNothingOfItsText() {
        assertThat(inbox.close(INBOX, MARKER).toString())
                .doesNotContain("token")
                .doesNotContain("build");
    }

    @Test
    void orderForAnotherInboxIsRefused() {
        assertThat(refusal(inbox, "inbox of b", inbox.close(INBOX, MARKER))).isEqualTo(Problem.MESSAGE_FORGED);
    }

    @Test
    void orderThatWasChangedIsRefused() {
        assertThat(refusal(inbox, INBOX, changed(inbox.close(INBOX, MARKER), OrderSealer.SEALED)))
                .isEqualTo(Problem.MESSAGE_FORGED);
        assertThat(refusal(inbox, INBOX, changed(inbox.close(INBOX, MARKER), OrderSealer.SIGNATURE)))
                .isEqualTo(Problem.MESSAGE_FORGED);
    }

    /** Defect 6 of the original: whoever reached a runner could tell it what to do. */
    @Test
    void orderThatSomebodyElseHasSignedIsRefused() {
        SigningKey other = SigningKey.open(folder.resolve("other"));
        SealingKey known = parties.runner("a").opening().publicHalf();

        Map<String, String> forged = new OrderSealer(other, known).close(INBOX, MARKER);

        assertThat(refusal(inbox, INBOX, forged)).isEqualTo(Problem.MESSAGE_FORGED);
    }

    /** Who stole the ciphertext of an order cannot have the master vouch for it in another inbox. */
    @Test
    void sealedTextOfAnotherInboxDoesNotOpenEvenWhenTheMasterSignsIt() {
        String elsewhere = parties.runner("a").opening().publicHalf().seal(MARKER, "inbox of b");

        Map<String, String> signed = Map.of(
                OrderSealer.SEALED,
                elsewhere,
                OrderSealer.SIGNATURE,
                parties.master().sign(OrderSealer.signed(INBOX, elsewhere)));

        assertThat(refusal(inbox, INBOX, signed)).isEqualTo(Problem.MESSAGE_SEALED);
    }

    @Test
    void eventNamesItsRunner() {
        assertThat(events.open(EVENTS, events.close(EVENTS, "alive"))).isEqualTo(new Opened("a", "alive"));
    }

    @Test
    void eventInTheNameOfAnotherRunnerIsRefused() {
        parties.runner("b");
        Map<String, String> event = new HashMap<>(events.close(EVENTS, "alive"));
        event.put(EventSigner.RUNNER, "b");

        assertThat(refusal(events, EVENTS, event)).isEqualTo(Problem.MESSAGE_FORGED);
    }

    @Test
    void eventThatWasChangedIsRefused() {
        assertThat(refusal(events, EVENTS, changed(events.close(EVENTS, "alive"), EventSigner.SEALED)))
                .isEqualTo(Problem.MESSAGE_FORGED);
        assertThat(refusal(events, EVENTS, changed(events.close(EVENTS, "alive"), EventSigner.SIGNATURE)))
                .isEqualTo(Problem.MESSAGE_FORGED);
        assertThat(refusal(events, "other stream", events.close(EVENTS, "alive")))
                .isEqualTo(Problem.MESSAGE_FORGED);
    }

    @Test
    void eventShowsNothingOfItsText() {
        Map<String, String> event = events.close(EVENTS, "what a job has printed: " + MARKER);

        assertThat(event).containsOnlyKeys(EventSigner.SEALED, EventSigner.RUNNER, EventSigner.SIGNATURE);
        assertThat(new String(Base64.getDecoder().decode(event.get(EventSigner.SEALED)), ISO_8859_1))
                .doesNotContain(MARKER)
                .doesNotContain("printed");
        assertThat(events.open(EVENTS, event).text()).contains(MARKER);
    }

    @Test
    void eventThatIsSealedToOtherMastersIsRefused() {
        OpeningKey others = OpeningKey.open(folder.resolve("others.json"));
        EventSigner signer = new EventSigner("a", parties.runner("a").signing(), others.publicHalf());

        assertThat(refusal(events, EVENTS, signer.close(EVENTS, "alive"))).isEqualTo(Problem.MESSAGE_SEALED);
    }

    /** It is signed all the same. */
    @Test
    void eventOfARunnerThatWasEnrolledBeforeThereWasAKeyToSealToIsTaken() {
        Map<String, String> event = new EventSigner("a", parties.runner("a").signing(), null).close(EVENTS, "alive");

        assertThat(events.open(EVENTS, event).text()).isEqualTo("alive");
        assertThat(refusal(events, EVENTS, changed(event, EventSigner.TEXT))).isEqualTo(Problem.MESSAGE_FORGED);
    }

    @Test
    void keyToSealToIsBelievedOfTheMastersAlone() {
        SignedSealingKey key =
                SignedSealingKey.of(parties.master(), parties.opening().newest(), 3);
        SigningKey stranger = SigningKey.open(folder.resolve("stranger"));

        assertThat(key.isOf(parties.master().publicHalf())).isTrue();
        assertThat(key.isOf(stranger.publicHalf())).isFalse();
        assertThat(new SignedSealingKey(key.key(), 4, key.signature())
                        .isOf(parties.master().publicHalf()))
                .isFalse();
        assertThat(SignedSealingKey.of(stranger, key.key(), 3)
                        .isOf(parties.master().publicHalf()))
                .isFalse();
    }

    @Test
    void keyToSealToIsBelievedInEveryLocale() {
        Locale before = Locale.getDefault();
        SignedSealingKey key =
                SignedSealingKey.of(parties.master(), parties.opening().newest(), 1_234_567);
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG"));
            assertThat(key.isOf(parties.master().publicHalf())).isTrue();
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void eventOfAnUnknownRunnerIsRefused() {
        SigningKey stranger = SigningKey.open(folder.resolve("stranger"));

        assertThat(refusal(events, EVENTS, parties.events("stranger", stranger).close(EVENTS, "alive")))
                .isEqualTo(Problem.SENDER_UNKNOWN);
    }

    @Test
    void whatIsNoEnvelopeIsRefused() {
        for (Map<String, String> fields :
                java.util.List.of(Map.<String, String>of(), Map.of("m", "x"), Map.of("s", ""))) {
            assertThat(refusal(inbox, INBOX, fields)).isEqualTo(Problem.MESSAGE_FORGED);
            assertThat(refusal(events, EVENTS, fields)).isEqualTo(Problem.SENDER_UNKNOWN);
        }
    }

    @Test
    void sideThatOnlyReadsWritesNothing() {
        Envelope reading = new EventVerifier(parties, parties.opening());

        ProblemException defect = catchThrowableOfType(ProblemException.class, () -> reading.close(EVENTS, "alive"));

        assertThat(defect.problem()).isEqualTo(Problem.DEFECT);
    }

    private static Problem refusal(Envelope reader, String stream, Map<String, String> fields) {
        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> reader.open(stream, fields));
        assertThat(refused).isNotNull();
        assertThat(refused).hasMessageNotContaining(MARKER);
        return refused.problem();
    }

    private static Map<String, String> changed(Map<String, String> envelope, String field) {
        Map<String, String> changed = new HashMap<>(envelope);
        changed.put(field, KeyTest.changed(envelope.get(field)));
        return changed;
    }
}
