// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.schedule;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Locale;
import java.util.Optional;

/**
 * The times of a cron expression in a time zone.
 *
 * <p>When clocks are put forward, the times that they leave out count as the moment when that is done, so that what runs each night runs
 * in that night too. When they are put back, a time that comes twice counts once, unless the hour is said by {@code *}.
 */
final class CronTimes {
    private static final int LONGEST = 200;

    private static final String ALLOWED =
            "five fields are allowed: minute, hour, day of the month, month, day of the week, such as `30 4 * * mon-fri`";

    /** So many runs are looked at to see whether two of them are too close. */
    private static final int LOOK_AHEAD = 500;

    private final String text;
    private final ExecutionTime times;
    private final ZoneRules rules;
    private final boolean everyHour;

    private CronTimes(String text, Cron cron, ZoneId zone) {
        this.text = text;
        this.times = ExecutionTime.forCron(cron);
        this.rules = zone.getRules();
        this.everyHour = text.split(" ")[1].startsWith("*");
    }

    /** @throws ProblemException when it is no cron expression of five fields, or no time zone */
    static CronTimes of(String cron, String zone) {
        return new CronTimes(cron.strip().replaceAll("\\s+", " "), cron(cron), zone(zone));
    }

    /** The expression, with one blank between two fields. */
    String text() {
        return text;
    }

    private static Cron cron(String text) {
        if (text.length() > LONGEST) {
            throw illegal("%d characters".formatted(text.length()), "at most %d are allowed".formatted(LONGEST), null);
        }
        if (text.indexOf('|') >= 0) {
            // The library takes it for several expressions in one, of which nothing else here knows.
            throw illegal("`%s`".formatted(text), "`|` stands in it; " + ALLOWED, null);
        }
        try {
            return new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX)).parse(text);
        } catch (IllegalArgumentException e) {
            String sentence = e.getMessage().replaceFirst("^Failed to parse cron expression\\. ?", "");
            throw illegal("`%s`".formatted(text), sentence + "; " + ALLOWED, e);
        } catch (IndexOutOfBoundsException e) {
            // What the library throws at a range without an end, such as `1-/2`.
            throw illegal("`%s`".formatted(text), "it has a range without an end; " + ALLOWED, e);
        }
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new ProblemException(
                    Problem.ZONE_UNKNOWN,
                    "Reading time zone `%s`: there is none such; `UTC` and names such as `Europe/Berlin` are allowed"
                            .formatted(text),
                    e);
        }
    }

    private static ProblemException illegal(String found, String sentence, Exception cause) {
        return new ProblemException(
                Problem.CRON_ILLEGAL, "Reading cron expression %s: %s".formatted(found, sentence), cause);
    }

    /** The first time after a moment; empty when there is none. */
    Optional<Instant> after(Instant moment) {
        Instant from = moment;
        Instant at = moment;
        while (true) {
            Optional<Instant> found = inOffset(from, at);
            ZoneOffsetTransition change = rules.nextTransition(at);
            if (found.isEmpty() || change == null || found.get().isBefore(change.getInstant())) {
                return found;
            }
            if (change.isGap() && leavesOut(change)) {
                return Optional.of(change.getInstant());
            }
            at = change.getInstant();
            from = at.minusSeconds(1);
        }
    }

    /** The first time after {@code moment} that is not too soon after {@code last}. */
    Optional<Instant> after(Instant moment, Instant last, Duration distance) {
        Optional<Instant> next = after(moment);
        while (next.isPresent() && next.get().isBefore(last.plus(distance))) {
            next = after(next.get());
        }
        return next;
    }

    /** The first time after {@code from}, as if clocks stayed as they are {@code at} a moment. */
    private Optional<Instant> inOffset(Instant from, Instant at) {
        ZoneOffsetTransition before = rules.previousTransition(at.plusNanos(1));
        Optional<ZonedDateTime> found = times.nextExecution(from.atZone(rules.getOffset(at)));
        while (before != null && found.isPresent() && comesAgain(found.get(), before)) {
            found = times.nextExecution(found.get());
        }
        return found.map(ZonedDateTime::toInstant);
    }

    /** Whether a time has come before clocks were put back, and once is enough. */
    private boolean comesAgain(ZonedDateTime time, ZoneOffsetTransition change) {
        return change.isOverlap() && !everyHour && time.toLocalDateTime().isBefore(change.getDateTimeBefore());
    }

    private boolean leavesOut(ZoneOffsetTransition change) {
        return times.nextExecution(change.getDateTimeBefore().minusSeconds(1).atZone(ZoneOffset.UTC))
                .map(time -> time.toLocalDateTime().isBefore(change.getDateTimeAfter()))
                .orElse(false);
    }

    /**
     * That it comes at all, and not too often.
     *
     * @throws ProblemException when it does not, or does
     */
    void check(Instant now, Duration distance) {
        // Where clocks are never changed: what becomes of a run then is no matter of the expression.
        Optional<ZonedDateTime> first = times.nextExecution(now.atZone(ZoneOffset.UTC));
        if (first.isEmpty()) {
            throw illegal("`%s`".formatted(text), "no day is ever like that; one that comes is allowed", null);
        }
        for (int i = 0; i < LOOK_AHEAD && first.isPresent(); i++) {
            Optional<ZonedDateTime> second = times.nextExecution(first.get());
            if (second.isPresent() && second.get().isBefore(first.get().plus(distance))) {
                throw tooOften(first.get(), second.get(), distance);
            }
            first = second;
        }
    }

    private ProblemException tooOften(ZonedDateTime first, ZonedDateTime second, Duration distance) {
        return new ProblemException(
                Problem.SCHEDULE_TOO_OFTEN,
                "Reading cron expression `%s`: it runs at %s and at %s; at least %s between two runs are allowed"
                        .formatted(text, first.toLocalDateTime(), second.toLocalDateTime(), words(distance)));
    }

    private static String words(Duration distance) {
        return distance.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    }
}
