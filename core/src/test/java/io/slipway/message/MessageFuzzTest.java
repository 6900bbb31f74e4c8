// SPDX-License-Identifier: Apache-2.0
package io.slipway.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Whatever text stands in an envelope: as a message to a runner, and as an event of one. `./slipway fuzz message` makes them. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class MessageFuzzTest {
    /** One message says no more about itself than this, in characters, when it is none. */
    private static final int LONGEST_SENTENCE = 400;

    private final MessageCodec<RunnerMessage> messages = MessageCodec.runnerMessages();
    private final MessageCodec<RunnerEvent> events = MessageCodec.runnerEvents();

    @FuzzTest
    void textIsAMessageThatIsWrittenAsItIsReadOrIsRefused(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        requireStable(messages, text);
        requireStable(events, text);
    }

    private static <T> void requireStable(MessageCodec<T> codec, String text) {
        T message;
        try {
            message = codec.decode(text);
        } catch (ProblemException e) {
            assertThat(e.problem()).isEqualTo(Problem.REQUEST_ILLEGAL);
            assertThat(e.getMessage()).hasSizeLessThan(LONGEST_SENTENCE);
            return;
        }
        String written = codec.encode(message);
        // It is one line of an envelope of several.
        assertThat(written.lines().count()).isEqualTo(1);
        assertThat(codec.decode(written)).isEqualTo(message);
    }
}
