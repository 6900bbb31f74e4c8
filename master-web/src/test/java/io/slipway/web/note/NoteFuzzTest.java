// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.note;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Whatever a note is; what becomes of it is harmless. `./slipway fuzz note` makes it. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class NoteFuzzTest {
    /** The longest note that is taken. */
    private static final int LONGEST = 10_000;

    @FuzzTest
    void textBecomesHarmlessHtml(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.length() > LONGEST) {
            return;
        }
        NoteTest.assertHarmless(Note.html(text));
        String line = Note.line(text);
        assertThat(line.codePointCount(0, line.length())).isLessThanOrEqualTo(200);
        assertThat(line.lines().count()).isLessThanOrEqualTo(1);
    }
}
