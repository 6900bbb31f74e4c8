// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.limit;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many tries may be remembered at once, and the time in which as many are forgotten, one by one.
 *
 * @param tries 0 for as many as anybody likes
 */
public record Rate(int tries, Duration period) {
    private static final int MOST_TRIES = 1_000_000;
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,6})/([0-9]+[smhSMH](?:[0-9]+[smSM])*)");

    public Rate {
        boolean legal = tries == 0
                || tries > 0
                        && tries <= MOST_TRIES
                        && period.compareTo(Duration.ofSeconds(1)) >= 0
                        && period.compareTo(LONGEST) <= 0;
        if (!legal) {
            throw new IllegalArgumentException("%d tries in %s".formatted(tries, period));
        }
    }

    /**
     * Reads {@code 10/5m}, or {@code none}.
     *
     * @throws IllegalArgumentException for anything else
     */
    static Rate of(String text) {
        if (text.equals("none")) {
            return new Rate(0, Duration.ZERO);
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(text);
        }
        try {
            return new Rate(Integer.parseInt(form.group(1)), Duration.parse("PT" + form.group(2)));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    boolean isOff() {
        return tries == 0;
    }

    /** How long one try is remembered. */
    Duration step() {
        return period.dividedBy(tries);
    }
}
