// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos;

import io.slipway.bench.chaos.part.Links;
import io.slipway.bench.chaos.part.Parts;
import io.slipway.bench.chaos.part.Parts.MachineGuest;
import io.slipway.bench.chaos.part.RedisDoor;
import io.slipway.bench.chaos.plan.Fault;
import io.slipway.bench.chaos.plan.FaultKind;
import io.slipway.bench.chaos.plan.Part;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/** Carries out faults: breaks a part at its time, and mends it when it is over. Safe for many threads. */
final class Breaker {
    private static final long PAUSE_MILLIS = 100;
    private static final Duration GUEST_COMES = Duration.ofSeconds(60);

    private final Parts parts;
    private final Links links;
    private final RedisDoor redis;
    private final List<String> runners;
    private final List<Fault> broken = new ArrayList<>();

    Breaker(Parts parts, Links links, RedisDoor redis, List<String> runners) {
        this.parts = parts;
        this.links = links;
        this.redis = redis;
        this.runners = List.copyOf(runners);
    }

    /**
     * Returns when it is mended.
     *
     * @param jobs the id of a job of the run by its place; 0 until it was taken
     * @return false when there was nothing to break
     */
    boolean carryOut(Fault fault, IntToLongFunction jobs) throws InterruptedException {
        Thread.sleep(fault.after());
        if (fault.part() == Part.GUEST) {
            return fault.kind() == FaultKind.VANISH || breakGuest(fault, jobs);
        }
        String part = nameOf(fault);
        note(fault);
        try {
            breakPart(fault.kind(), part);
            Thread.sleep(fault.lasts());
            awaitServers(fault);
            mendPart(fault.kind(), part);
        } finally {
            forget(fault);
        }
        return true;
    }

    private String nameOf(Fault fault) {
        return fault.part() == Part.RUNNER
                ? runners.get(fault.which())
                : fault.part().word();
    }

    private void breakPart(FaultKind kind, String part) throws InterruptedException {
        switch (kind) {
            case KILL -> parts.kill(part);
            case PAUSE -> parts.pause(part);
            case RESTART -> parts.stop(part);
            case CUT -> links.cut(part);
            case EMPTY -> empty();
            case VANISH -> throw new IllegalArgumentException("only guests vanish");
        }
    }

    private void mendPart(FaultKind kind, String part) {
        switch (kind) {
            case KILL, RESTART -> parts.start(part);
            case PAUSE -> parts.resume(part);
            case CUT -> links.mend(part);
            case EMPTY, VANISH -> {
                // There is nothing to mend.
            }
        }
    }

    /** Another fault may have it down or standing still. */
    private void empty() throws InterruptedException {
        Instant until = Instant.now().plus(GUEST_COMES);
        while (true) {
            try {
                redis.empty();
                return;
            } catch (IOException e) {
                if (Instant.now().isAfter(until)) {
                    throw new IllegalStateException("Emptying Redis: " + e.getMessage(), e);
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    private synchronized void note(Fault fault) {
        broken.add(fault);
    }

    private synchronized void forget(Fault fault) {
        broken.remove(fault);
        notifyAll();
    }

    /** A master or runner that finds a server missing when it starts does not start; whoever operates them mends that first. */
    private synchronized void awaitServers(Fault fault) throws InterruptedException {
        boolean starts = fault.kind() == FaultKind.KILL || fault.kind() == FaultKind.RESTART;
        boolean needsServers = fault.part() == Part.MASTER || fault.part() == Part.RUNNER;
        while (starts && needsServers && broken.stream().anyMatch(Breaker::isServer)) {
            wait();
        }
    }

    private static boolean isServer(Fault fault) {
        return fault.part() == Part.REDIS || fault.part() == Part.POSTGRESQL;
    }

    private boolean breakGuest(Fault fault, IntToLongFunction jobs) throws InterruptedException {
        Optional<MachineGuest> found = awaitGuest(fault, jobs);
        if (found.isEmpty()) {
            return false;
        }
        if (fault.kind() == FaultKind.KILL) {
            parts.signal(found.get(), "KILL");
        } else {
            parts.signal(found.get(), "STOP");
            Thread.sleep(fault.lasts());
            parts.signal(found.get(), "CONT");
        }
        return true;
    }

    private Optional<MachineGuest> awaitGuest(Fault fault, IntToLongFunction jobs) throws InterruptedException {
        Instant until = Instant.now().plus(GUEST_COMES);
        while (Instant.now().isBefore(until)) {
            long job = jobs.applyAsLong(fault.which());
            Optional<MachineGuest> found = parts.guests().stream()
                    .filter(guest -> job > 0 && guest.job() == job)
                    .findFirst();
            if (found.isPresent()) {
                return found;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        return Optional.empty();
    }
}
