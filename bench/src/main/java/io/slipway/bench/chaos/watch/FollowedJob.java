// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.bench.chaos.check.Delivered;
import io.slipway.bench.chaos.check.Evidence;
import io.slipway.bench.chaos.check.Facts;
import io.slipway.bench.chaos.check.Facts.LogFacts;
import io.slipway.bench.chaos.check.Facts.LogKey;
import io.slipway.bench.chaos.check.Invariant;
import io.slipway.bench.chaos.check.JobCheck;
import io.slipway.bench.chaos.check.Judge;
import io.slipway.bench.chaos.check.Judge.Subject;
import io.slipway.bench.chaos.check.Requests;
import io.slipway.bench.chaos.plan.Dialect;
import io.slipway.bench.chaos.plan.JobKind;
import io.slipway.bench.chaos.plan.PlannedJob;
import io.slipway.bench.chaos.watch.MasterApi.Answer;
import io.slipway.job.JobStatus;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One job, from its submit until it has ended, as its owner would follow it who does not give up while things break. {@link #run} does
 * that in a thread of its own; {@link #gather} afterwards, when every part is well.
 */
public final class FollowedJob implements Runnable {
    private static final long PAUSE_MILLIS = 200;
    private static final Duration RESTART_TRIES = Duration.ofSeconds(10);
    private static final Duration COMPLETE = Duration.ofSeconds(30);
    private static final Duration TOLD = Duration.ofMinutes(3);
    private static final int READS = 20;

    private final int run;
    private final PlannedJob planned;
    private final String note;
    private final Means means;
    private final LogCopies copies;
    private volatile long id;
    private volatile boolean ended;
    private volatile Optional<RuntimeException> stumbled = Optional.empty();
    private int cancelled;
    private boolean cancelRefused;
    private int cancelUnanswered;
    private int restarted;
    private int restartUnanswered;
    private boolean reopened;
    private Instant restartUntil;

    /** What jobs are followed with. */
    public record Means(MasterApi api, Ledger ledger, Webhook webhook, Dialect dialect, Judge judge) {}

    /** @param note of the job alone, by which it is found when its submit had no answer */
    public FollowedJob(int run, PlannedJob planned, String note, Means means) {
        this.run = run;
        this.planned = planned;
        this.note = note;
        this.means = means;
        this.copies = new LogCopies(means.api());
    }

    /** A job that a submit without an answer stored beside the one that was followed. */
    public FollowedJob stray(long found) {
        FollowedJob job = new FollowedJob(run, planned, note, means);
        job.id = found;
        return job;
    }

    public PlannedJob planned() {
        return planned;
    }

    public String note() {
        return note;
    }

    /** 0 until it was taken. */
    public long id() {
        return id;
    }

    /** Whether it was seen to have ended, and nothing more is asked of it. */
    public boolean hasEnded() {
        return ended;
    }

    public Subject subject() {
        return new Subject(run, id);
    }

    /** What kept the harness from following it: an answer that it does not understand. */
    public Optional<RuntimeException> stumbled() {
        return stumbled;
    }

    /** Submits and follows it. */
    @Override
    public void run() {
        try {
            if (id == 0) {
                id = submit();
            }
            Instant taken = Instant.now();
            while (!step(taken)) {
                Thread.sleep(PAUSE_MILLIS);
            }
            ended = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            stumbled = Optional.of(e);
        }
    }

    private long submit() throws InterruptedException {
        String manifest = manifest();
        while (true) {
            Optional<Long> taken = means.api().submit(manifest, note);
            if (taken.isEmpty()) {
                Thread.sleep(PAUSE_MILLIS);
                taken = stored();
            }
            if (taken.isPresent()) {
                return taken.get();
            }
        }
    }

    /** Whether a submit without an answer was stored after all, the database knows. */
    private Optional<Long> stored() throws InterruptedException {
        while (true) {
            try {
                return means.ledger().noted(note).stream().findFirst();
            } catch (SQLException e) {
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    /** @return whether it has ended */
    private boolean step(Instant taken) throws InterruptedException {
        Optional<JsonNode> job = means.api().job(id);
        if (job.isPresent()) {
            means.judge().checked(Invariant.EVERY_BYTE, subject(), copies.follow(id, job.get()));
            JobStatus status = JobStatus.ofWord(job.get().path("status").asText());
            if (status.isTerminal()) {
                return !wantsRestart(status);
            }
            reopened |= restarted + restartUnanswered > 0;
        }
        boolean due = Instant.now().isAfter(taken.plusMillis(planned.cancelAfter()));
        if (planned.kind().isCancelled() && due && cancelled == 0 && !cancelRefused) {
            cancel();
        }
        return false;
    }

    private void cancel() throws InterruptedException {
        Answer answer = means.api().cancel(id);
        switch (answer) {
            case DONE -> cancelled++;
            case REFUSED -> cancelRefused = true;
            case NONE -> cancelUnanswered++;
        }
    }

    /** Restarts it when that is planned. The runner that keeps its guest may be away: then for a while again. */
    private boolean wantsRestart(JobStatus status) throws InterruptedException {
        if (planned.kind() != JobKind.REOPENED || status != JobStatus.FAILED || reopened) {
            return false;
        }
        if (restartUntil == null) {
            restartUntil = Instant.now().plus(RESTART_TRIES);
        }
        Answer answer = means.api().restart(id, means.dialect().script("three", planned.mended()));
        switch (answer) {
            case DONE -> {
                restarted++;
                reopened = true;
            }
            case REFUSED -> {
                return Instant.now().isBefore(restartUntil);
            }
            case NONE -> restartUnanswered++;
        }
        return true;
    }

    private Requests requests() {
        return new Requests(cancelled, cancelRefused, cancelUnanswered, restarted, restartUnanswered);
    }

    /** Reads what has become of it; waits a while for log bytes that are still on their way. */
    public Evidence gather() throws SQLException, InterruptedException {
        Instant until = Instant.now().plus(COMPLETE);
        Facts facts = means.ledger().facts(id);
        while (!JobCheck.isComplete(facts) && Instant.now().isBefore(until)) {
            Thread.sleep(PAUSE_MILLIS);
            facts = means.ledger().facts(id);
        }
        Map<LogKey, byte[]> logs = new HashMap<>();
        for (LogFacts log : facts.logs()) {
            logs.put(log.key(), whole(log.key()));
        }
        return new Evidence(facts, requests(), copies.all(), logs, told(facts), artifact());
    }

    /** What its webhook was told. A master that was killed while it told it leaves that to the next, after a while. */
    private List<Delivered> told(Facts facts) throws InterruptedException {
        Instant until = Instant.now().plus(TOLD);
        while (!JobCheck.isTold(facts, means.webhook().of(id)) && Instant.now().isBefore(until)) {
            Thread.sleep(PAUSE_MILLIS);
        }
        return means.webhook().of(id);
    }

    /** Of a job that may not have ended: what its webhook was told that is not so. */
    public List<String> toldTooMuch() throws SQLException {
        List<Delivered> told = means.webhook().of(id);
        return JobCheck.toldTooMuch(means.ledger().facts(id), told);
    }

    private byte[] whole(LogKey key) throws InterruptedException {
        for (int n = 0; n < READS; n++) {
            Optional<byte[]> bytes = means.api().log(id, key.attempt(), key.name(), 0);
            if (bytes.isPresent()) {
                return bytes.get();
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        return new byte[0];
    }

    private Optional<byte[]> artifact() throws InterruptedException {
        Optional<byte[]> found = Optional.empty();
        for (int n = 0; n < READS && found.isEmpty() && !planned.artifact().isEmpty(); n++) {
            Optional<JsonNode> job = means.api().job(id);
            List<String> addresses = job.map(one -> one.path("artifacts").findValuesAsText("url"))
                    .orElse(List.of());
            if (job.isPresent() && addresses.isEmpty()) {
                return Optional.empty();
            }
            found = addresses.isEmpty() ? Optional.empty() : means.api().bytes(addresses.get(0));
        }
        return found;
    }

    /** What its manifest is. */
    public String manifest() {
        return means.dialect().manifest(planned, means.webhook().address());
    }
}
