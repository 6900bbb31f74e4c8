// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.waiting;

import static java.util.stream.Collectors.joining;

import io.slipway.job.JobId;
import io.slipway.job.JobStatus;
import io.slipway.job.RunnerName;
import io.slipway.master.access.Caller;
import io.slipway.master.query.JobQuery;
import io.slipway.master.store.AttemptRow;
import io.slipway.master.store.AttemptStore;
import io.slipway.master.store.JobQueue;
import io.slipway.master.store.JobQueue.FittingRunner;
import io.slipway.master.store.JobQueue.Place;
import io.slipway.master.store.JobRow;
import io.slipway.master.store.RunnerStore;
import io.slipway.master.store.Stores;
import io.slipway.master.store.UserStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says of a job that has not begun why, for who may see the job. */
public final class WhyWaiting {
    private static final String DEFAULT_ARCH = "default";

    private final JobQuery query;
    private final JobQueue queue;
    private final AttemptStore attempts;
    private final RunnerStore runners;
    private final UserStore users;
    private final Duration lease;
    private final Clock clock;

    /** @param lease how long a runner that is silent counts as there */
    public WhyWaiting(JobQuery query, Stores stores, Duration lease, Clock clock) {
        this.query = query;
        this.queue = stores.queue();
        this.attempts = stores.attempts();
        this.runners = stores.runners();
        this.users = stores.users();
        this.lease = lease;
        this.clock = clock;
    }

    /** Nothing for a job that runs or has ended. */
    public Optional<Waiting> of(Caller caller, JobId job) {
        JobRow row = query.seen(caller, job);
        if (row.status() == JobStatus.PENDING) {
            return Optional.of(new Waiting(0, WaitReason.NOT_STARTED, "Waits to be started."));
        }
        if (row.status() != JobStatus.QUEUED) {
            return Optional.empty();
        }
        return Optional.of(attempts.live(job).map(this::handedOver).orElseGet(() -> queued(row)));
    }

    private Waiting handedOver(AttemptRow attempt) {
        Instant heard = runners.heard(attempt.runner()).orElse(attempt.dispatched());
        return isSilent(heard)
                ? new Waiting(
                        0,
                        WaitReason.RUNNER_SILENT,
                        "Was handed to runner `%s`, which has been silent for %s; it goes back to the queue."
                                .formatted(attempt.runner(), since(heard)))
                : new Waiting(0, WaitReason.HANDED_OVER, "Was handed to runner `%s`.".formatted(attempt.runner()));
    }

    private Waiting queued(JobRow job) {
        if (users.find(job.owner()).filter(UserStore.UserRow::isSuspended).isPresent()) {
            return new Waiting(
                    0, WaitReason.OWNER_SUSPENDED, "Waits until `~%s` is no longer suspended.".formatted(job.owner()));
        }
        List<FittingRunner> known = queue.runnersFor(job.id());
        List<FittingRunner> there = known.stream()
                .filter(runner -> !isSilent(runner.heard()) && runner.slots() > 0)
                .toList();
        if (known.isEmpty()) {
            return new Waiting(0, WaitReason.NO_RUNNER, "No runner offers %s.".formatted(image(job)));
        }
        Place place =
                queue.place(job.id(), names(there.isEmpty() ? known : there)).orElse(new Place(0, 0, 0));
        return there.isEmpty() ? away(job, known, place) : among(job, there, place);
    }

    private Waiting away(JobRow job, List<FittingRunner> known, Place place) {
        List<FittingRunner> silent =
                known.stream().filter(runner -> isSilent(runner.heard())).toList();
        if (silent.isEmpty()) {
            return waiting(
                    place,
                    WaitReason.NO_RUNNER,
                    "%s %s %s, and %s no more jobs."
                            .formatted(
                                    runners(known),
                                    known.size() == 1 ? "alone offers" : "alone offer",
                                    image(job),
                                    known.size() == 1 ? "takes" : "take"));
        }
        Instant heard = silent.stream()
                .map(FittingRunner::heard)
                .max(Instant::compareTo)
                .orElseThrow();
        return waiting(
                place,
                WaitReason.RUNNER_SILENT,
                "Waits for %s: silent for %s.".formatted(lower(runners(silent)), since(heard)));
    }

    private Waiting among(JobRow job, List<FittingRunner> there, Place place) {
        int slots = there.stream().mapToInt(FittingRunner::slots).sum();
        int busy = there.stream()
                .mapToInt(runner -> Math.min(runner.slots(), runner.running()))
                .sum();
        if (place.overtaking() > 0) {
            return waiting(
                    place,
                    WaitReason.OWNER_SHARE,
                    "Waits for its owner’s turn: `~%s` has %d jobs running or before it, and owners with fewer go first; %d of %d slots busy."
                            .formatted(job.owner(), place.turn() - 1, busy, slots));
        }
        if (busy < slots) {
            return waiting(place, WaitReason.NEXT, "A slot is free; a runner gets it in a moment.");
        }
        return waiting(
                place,
                WaitReason.SLOTS_BUSY,
                "Waits for a free slot: %d of %d busy on %s, which %s %s."
                        .formatted(
                                busy,
                                slots,
                                lower(runners(there)),
                                there.size() == 1 ? "offers" : "offer",
                                image(job)));
    }

    private static Waiting waiting(Place place, WaitReason reason, String sentence) {
        String ahead = switch (place.place()) {
            case 0 -> "";
            case 1 -> reason == WaitReason.NEXT ? "" : " It is the next.";
            case 2 -> " 1 job is ahead of it.";
            default -> " %d jobs are ahead of it.".formatted(place.place() - 1);
        };
        return new Waiting(place.place(), reason, sentence + ahead);
    }

    private static List<RunnerName> names(List<FittingRunner> runners) {
        return runners.stream().map(FittingRunner::name).toList();
    }

    /** A few by their names, many by their number. */
    private static String runners(List<FittingRunner> some) {
        if (some.size() > 3) {
            return "%d runners".formatted(some.size());
        }
        return (some.size() == 1 ? "Runner " : "Runners ")
                + some.stream().map(runner -> "`" + runner.name() + "`").collect(joining(", "));
    }

    private static String lower(String words) {
        return words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1);
    }

    private static String image(JobRow job) {
        return job.arch().equals(DEFAULT_ARCH)
                ? "`%s`".formatted(job.image())
                : "`%s` for `%s`".formatted(job.image(), job.arch());
    }

    private boolean isSilent(Instant heard) {
        return !heard.isAfter(clock.instant().minus(lease));
    }

    /** Whole minutes, so that who watches is not told every second. */
    private String since(Instant heard) {
        long minutes = Duration.between(heard, clock.instant()).toMinutes();
        return minutes == 0 ? "less than a minute" : count(minutes, "minute");
    }

    private static String count(long number, String what) {
        return number == 1 ? "1 " + what : "%d %ss".formatted(number, what);
    }
}
