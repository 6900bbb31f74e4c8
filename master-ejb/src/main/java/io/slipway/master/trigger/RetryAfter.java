// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.trigger;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/** What receivers that are busy say of when to come again: the header {@code Retry-After}, in seconds or as a date. */
public final class RetryAfter {
    /** Nobody is kept waiting longer, whatever the receiver says. */
    static final Duration LONGEST = Duration.ofHours(1);

    private static final Logger LOG = System.getLogger(RetryAfter.class.getName());
    private static final Pattern SECONDS = Pattern.compile("[0-9]+");
    private static final int MOST_DIGITS = 9;

    private RetryAfter() {}

    /** How long from now on to wait at least; zero when nothing is said, or nothing that can be read. */
    public static Duration of(HttpHeaders headers, Instant now) {
        Duration asked = headers.firstValue("Retry-After")
                .map(text -> asked(text.strip(), now))
                .orElse(Duration.ZERO);
        if (asked.isNegative()) {
            return Duration.ZERO;
        }
        return asked.compareTo(LONGEST) < 0 ? asked : LONGEST;
    }

    private static Duration asked(String text, Instant now) {
        if (SECONDS.matcher(text).matches()) {
            return text.length() > MOST_DIGITS ? LONGEST : Duration.ofSeconds(Integer.parseInt(text));
        }
        try {
            return Duration.between(now, DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
        } catch (DateTimeException e) {
            LOG.log(Level.DEBUG, "Reading `Retry-After`: it is neither seconds nor a date", e);
            return Duration.ZERO;
        }
    }
}
