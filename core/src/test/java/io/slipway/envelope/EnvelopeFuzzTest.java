// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.slipway.envelope.Envelope.Opened;
import io.slipway.error.Problem;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Whatever fields an entry of a stream has, each a line {@code name=value}; and keys and tokens as text. `./slipway fuzz envelope`. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class EnvelopeFuzzTest {
    private static final String STREAM = "stream";
    private static final Set<Problem> REFUSALS =
            Set.of(Problem.MESSAGE_FORGED, Problem.MESSAGE_SEALED, Problem.SENDER_UNKNOWN);
    private static final TestParties PARTIES = TestParties.make();

    private final Envelope inbox = PARTIES.inbox("a");
    private final Envelope events = PARTIES.events("a");

    @FuzzTest
    void fieldsOfWhomeverAreRefused(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        Map<String, String> fields = new HashMap<>();
        text.lines().filter(line -> line.indexOf('=') > 0).forEach(line -> {
            int equals = line.indexOf('=');
            fields.put(line.substring(0, equals), line.substring(equals + 1));
        });
        requireRefused(inbox, fields);
        requireRefused(events, fields);
        text.lines().limit(4).forEach(EnvelopeFuzzTest::requireAKeyOrASentence);
        requireThatItComesBack(text);
    }

    private static void requireRefused(Envelope envelope, Map<String, String> fields) {
        try {
            Opened opened = envelope.open(STREAM, fields);
            throw new AssertionError("opened, from `%s`".formatted(opened.sender()));
        } catch (RefusedException e) {
            assertThat(REFUSALS).contains(e.problem());
            assertThat(e.sender().length()).isLessThanOrEqualTo(100);
        }
    }

    private static void requireAKeyOrASentence(String text) {
        for (Read read : List.<Read>of(
                key -> VerifyingKey.of(key).text(),
                key -> SealingKey.of(key).text(),
                token -> new EnrolmentToken(token).text())) {
            try {
                String written = read.of(text);
                assertThat(read.of(written)).isEqualTo(written);
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).startsWith("it is ").hasSizeLessThan(200);
            }
        }
    }

    /** What is closed opens as it was, whatever it is. */
    private void requireThatItComesBack(String text) {
        assertThat(events.open(STREAM, events.close(STREAM, text))).isEqualTo(new Opened("a", text));
        assertThat(inbox.open(STREAM, inbox.close(STREAM, text))).isEqualTo(new Opened("", text));
    }

    /** Reads a text and writes it again. */
    private interface Read {
        String of(String text);
    }
}
