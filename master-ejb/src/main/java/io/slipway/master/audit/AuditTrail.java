// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import io.slipway.error.Family;
import io.slipway.error.Kind;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.GroupId;
import io.slipway.job.JobId;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Origin;
import io.slipway.master.store.AuditStore;
import io.slipway.master.store.AuditStore.NewLine;
import io.slipway.master.store.AuditStore.What;
import io.slipway.master.store.AuditStore.Who;
import io.slipway.master.store.GroupStore;
import io.slipway.master.store.JobStore;
import io.slipway.master.store.Stores;
import io.slipway.master.store.Transaction;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Writes the audit log. What was done stands there when it was committed, and only then: its line is of the same transaction. What was refused gets a
 * transaction of its own, and so stays when the act is rolled back.
 *
 * <p>Who is refused the same again and again fills no disk: see {@link Repeated}. Safe for many threads.
 */
public final class AuditTrail {
    /** Where every line goes besides the database, as JSON in one line. */
    private static final Logger LINES = System.getLogger("io.slipway.audit");

    private static final Logger LOG = System.getLogger(AuditTrail.class.getName());

    /** Not the caller's right was wanting, but something in what was given. */
    private static final Set<Kind> MISTAKES = Set.of(Kind.INVALID, Kind.TOO_LARGE, Kind.RANGE);

    private final AuditStore lines;
    private final JobStore jobs;
    private final GroupStore groups;
    private final Transaction transaction;
    private final Repeated repeated;
    private final ObjectMapper json = new ObjectMapper();

    public AuditTrail(Stores stores, Transaction transaction, Clock clock) {
        this.lines = stores.audit();
        this.jobs = stores.jobs();
        this.groups = stores.groups();
        this.transaction = transaction;
        this.repeated = new Repeated(clock);
    }

    /** Does something, and writes it down; needs a running transaction, in which {@code work} runs too. */
    public void act(Caller caller, Deed deed, Runnable work) {
        act(caller, deed, () -> {
            work.run();
            return true;
        });
    }

    /** {@link #act(Caller, Deed, Runnable)} with a result. */
    public <T> T act(Caller caller, Deed deed, Supplier<T> work) {
        return act(caller, deed, work, done -> deed);
    }

    /**
     * {@link #act(Caller, Deed, Supplier)} of something of which more is known when it is done.
     *
     * @param tried what is written down when it is refused
     */
    public <T> T act(Caller caller, Deed tried, Supplier<T> work, Function<T, Deed> done) {
        T result = refusals(caller, tried, work);
        done(caller, done.apply(result));
        return result;
    }

    /** Does something to a job. Who does it to the own one has no privilege. */
    public void onJob(Caller caller, Deed deed, JobId job, Runnable work) {
        boolean others =
                jobs.find(job).filter(row -> row.ownerId() != caller.userId()).isPresent();
        refusals(caller, deed, () -> {
            work.run();
            return true;
        });
        if (others) {
            done(caller, deed);
        }
    }

    /** Does something to a group of jobs. Who does it to the own one has no privilege. */
    public <T> T onGroup(Caller caller, Deed deed, GroupId group, Supplier<T> work) {
        boolean others = groups.find(group)
                .filter(row -> row.ownerId() != caller.userId())
                .isPresent();
        T result = refusals(caller, deed, work);
        if (others) {
            done(caller, deed);
        }
        return result;
    }

    /** Does something that writes itself down, and writes down only when it is refused. */
    public <T> T refusals(Caller caller, Deed tried, Supplier<T> work) {
        try {
            return work.get();
        } catch (ProblemException e) {
            refused(caller, tried, e);
            throw e;
        }
    }

    /** {@link #refusals(Caller, Deed, Supplier)} without a result. */
    public void refusals(Caller caller, Deed tried, Runnable work) {
        refusals(caller, tried, () -> {
            work.run();
            return true;
        });
    }

    /** Writes down what is done; needs the transaction in which it is. */
    public void done(Caller caller, Deed deed) {
        NewLine line = line(caller, deed, "");
        long id = lines.insert(line);
        transaction.afterCommit(() -> log(id, line));
    }

    /** Writes down what somebody has done who has just come in; in the running transaction, or in one of its own. */
    void doneBy(String account, Caller caller, Deed deed) {
        Caller known = new Caller(0, account, false, Set.of()).from(caller.origin());
        transaction.joined(() -> done(known, deed));
    }

    /** Writes down what was refused, in a transaction of its own; a mistake in what was given is none. */
    public void refused(Caller caller, Deed tried, ProblemException why) {
        if (why.problem().family() == Family.USER
                && !MISTAKES.contains(why.problem().kind())) {
            refused(caller, tried, why.problem());
        }
    }

    void refused(Caller caller, Deed tried, Problem problem) {
        NewLine line = line(caller, tried, problem.code());
        Optional<Integer> leftOut = repeated.next(line.who() + " " + line.what().act() + " " + line.problem());
        if (leftOut.isEmpty()) {
            return;
        }
        NewLine told = leftOut.get() == 0 ? line : line(caller, tried.with("left-out", leftOut.get()), line.problem());
        try {
            long id = transaction.separate(() -> lines.insert(told));
            log(id, told);
        } catch (RuntimeException e) {
            // It was refused all the same; that the database is away must not say more than that.
            LOG.log(Level.WARNING, "Writing a refusal down: " + text(0, told), e);
        }
    }

    private NewLine line(Caller caller, Deed deed, String problem) {
        Origin origin = caller.origin();
        return new NewLine(
                new Who(
                        caller.userId(),
                        caller.username(),
                        origin.way().name().toLowerCase(Locale.ROOT),
                        origin.address()),
                new What(deed.act().word(), deed.act().kind(), deed.target()),
                problem,
                json(deed.details()));
    }

    private void log(long id, NewLine line) {
        LINES.log(Level.INFO, () -> text(id, line));
    }

    private String text(long id, NewLine line) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", id);
        fields.put("actor", line.who().name());
        fields.put("way", line.who().way());
        fields.put("address", line.who().address());
        fields.put("act", line.what().act());
        fields.put("kind", line.what().kind());
        fields.put("target", line.what().target());
        fields.put("outcome", line.problem().isEmpty() ? "done" : "refused");
        fields.put("problem", line.problem());
        fields.put("details", new RawValue(line.details()));
        return json(fields);
    }

    private String json(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts become JSON", e);
        }
    }
}
