// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.trigger;

import io.slipway.master.store.DeliveryStore.LastAnswer;
import java.time.Duration;

/**
 * What came of one try.
 *
 * @param status of HTTP or SMTP; null when nobody answered
 * @param text the beginning of the answer, or a sentence about what went wrong
 * @param rest the addresses to which it has to go yet; empty for all
 * @param later how long to wait at least before the next try
 */
record Answer(Verdict verdict, Integer status, String text, String rest, Duration later) {
    private static final int MOST = 2_048;

    Answer {
        // The database takes every character but this one.
        text = text.replace('\0', '\uFFFD');
        text = text.length() > MOST ? text.substring(0, MOST) : text;
    }

    /** What it means. */
    enum Verdict {
        /** The other side has it. */
        TAKEN,
        /** It may be taken later. */
        NOT_NOW,
        /** It will never be taken. */
        REFUSED
    }

    static Answer taken(Integer status, String text) {
        return new Answer(Verdict.TAKEN, status, text, "", Duration.ZERO);
    }

    static Answer notNow(Integer status, String text) {
        return notNow(status, text, Duration.ZERO);
    }

    static Answer notNow(Integer status, String text, Duration later) {
        return new Answer(Verdict.NOT_NOW, status, text, "", later);
    }

    static Answer refused(Integer status, String text) {
        return new Answer(Verdict.REFUSED, status, text, "", Duration.ZERO);
    }

    LastAnswer last() {
        return new LastAnswer(status, text);
    }
}
