// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.audit;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.master.store.AuditStore.Wanted;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which lines of the audit log are wanted, as somebody gives it. Every text may be empty, and means all then.
 *
 * @param act its word
 * @param on a kind, or {@code kind:target}
 * @param outcome {@code done} or {@code refused}
 * @param from a day, or a moment of ISO 8601, from which on
 * @param to a day, which is wanted too, or a moment before which
 */
public record AuditFilter(String actor, String act, String on, String outcome, String from, String to) {
    private static final Set<String> OUTCOMES = Set.of("", "done", "refused");
    private static final int LONGEST = 400;

    /** Java knows years that neither its days nor the database can reckon with. */
    private static final Pattern SHORT_YEAR = Pattern.compile("[0-9]{4}-.*");

    /** Without any. */
    public static final AuditFilter ALL = new AuditFilter("", "", "", "", "", "");

    Wanted wanted() {
        for (String text : new String[] {actor, act, on, outcome, from, to}) {
            if (text.length() > LONGEST || text.indexOf('\0') >= 0) {
                throw illegal(
                        "a filter of %d characters; text of at most %d is allowed".formatted(text.length(), LONGEST));
            }
        }
        if (!act.isBlank() && Act.ofWord(act.strip()).isEmpty()) {
            throw illegal("act `%s`; %s are allowed"
                    .formatted(
                            act,
                            Stream.of(Act.values())
                                    .map(known -> "`%s`".formatted(known.word()))
                                    .collect(Collectors.joining(", "))));
        }
        if (!OUTCOMES.contains(outcome.strip())) {
            throw illegal("outcome `%s`; `done` and `refused` are allowed".formatted(outcome));
        }
        int colon = on.indexOf(':');
        String who = actor.strip();
        return new Wanted(
                who.startsWith("~") ? who.substring(1) : who,
                act.strip(),
                (colon < 0 ? on : on.substring(0, colon)).strip(),
                colon < 0 ? "" : on.substring(colon + 1).strip(),
                outcome.strip(),
                moment("from", from.strip(), 0),
                moment("to", to.strip(), 1));
    }

    private static Instant moment(String name, String text, int days) {
        if (text.isEmpty()) {
            return null;
        }
        if (!SHORT_YEAR.matcher(text).matches()) {
            throw illegalTime(name, text, null);
        }
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text)
                            .plusDays(days)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant();
        } catch (DateTimeException e) {
            throw illegalTime(name, text, e);
        }
    }

    private static ProblemException illegalTime(String name, String text, Exception cause) {
        return new ProblemException(
                Problem.AUDIT_FILTER_ILLEGAL,
                "Reading the audit log: `%s` is `%s`; a day such as `2027-01-31` or a moment such as `2027-01-31T23:00:00Z` is allowed"
                        .formatted(name, text),
                cause);
    }

    private static ProblemException illegal(String found) {
        return new ProblemException(Problem.AUDIT_FILTER_ILLEGAL, "Reading the audit log: " + found);
    }
}
