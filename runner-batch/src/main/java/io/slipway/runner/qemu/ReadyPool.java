// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.image.Arch;
import io.slipway.image.ImageName;
import io.slipway.runner.guest.GuestSettings;
import io.slipway.runner.qemu.ImageControl.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Guests that wait for an attempt, their ssh connection open; each serves one, once. Makes warm templates too.
 *
 * <p>Of an image that was asked for there wait as many guests as were asked for at once lately, up to a limit, and only while the
 * machine has memory to spare. They are made one after the other. One that cannot be made is not missed: the attempt boots its own.
 */
final class ReadyPool implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ReadyPool.class.getName());
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(5);
    /** The longest that closing waits for guests that are being made. */
    private static final Duration ENDING = Duration.ofSeconds(30);

    private final Function<Place, QemuGuest> make;
    private final GuestSettings settings;
    private final Executor threads;
    private final GuestCounts counts;
    private final Clock clock;
    private final AtomicLong made = new AtomicLong();
    private final Map<Kind, Shelf> shelves = new HashMap<>();
    private boolean closed;

    /** Guests of one kind are alike. */
    record Kind(ImageName image, Arch arch) {}

    /** The guests of one kind. */
    private static final class Shelf {
        private final Kind kind;
        private final Deque<QemuGuest> guests = new ArrayDeque<>();
        private final Demand demand = new Demand();
        /** A guest booted cold that could have begun from a warm template. */
        private boolean wantsTemplate;

        private boolean filling;
        private QemuGuest making;
        private Instant restsUntil = Instant.MIN;

        private Shelf(Kind kind) {
            this.kind = kind;
        }
    }

    ReadyPool(
            Function<Place, QemuGuest> make,
            GuestSettings settings,
            Executor threads,
            GuestCounts counts,
            Clock clock) {
        this.make = make;
        this.settings = settings;
        this.threads = threads;
        this.counts = counts;
        this.clock = clock;
    }

    /** Takes a guest that answers, if one waits. */
    synchronized Optional<QemuGuest> take(Kind kind) {
        Shelf shelf = shelf(kind);
        shelf.demand.ask(clock.instant());
        while (!shelf.guests.isEmpty()) {
            QemuGuest guest = shelf.guests.poll();
            if (guest.isReached()) {
                return Optional.of(guest);
            }
            threads.execute(guest::close);
        }
        return Optional.empty();
    }

    /** How many guests wait, of all kinds. */
    synchronized int waiting() {
        return shelves.values().stream().mapToInt(shelf -> shelf.guests.size()).sum();
    }

    private Shelf shelf(Kind kind) {
        return shelves.computeIfAbsent(kind, Shelf::new);
    }

    /** Notes where a guest began: after one that booted cold a template is made. */
    synchronized void began(Kind kind, QemuGuest guest) {
        shelf(kind).wantsTemplate = guest.hasTemplates() && guest.beginning() != Beginning.RESTORED;
    }

    /** Makes what is missing of a kind, unless that is being done. */
    void restock(Kind kind) {
        Shelf shelf;
        synchronized (this) {
            shelf = shelf(kind);
            if (shelf.filling || !goesOn(shelf)) {
                return;
            }
        }
        threads.execute(() -> fill(shelf));
    }

    private synchronized boolean goesOn(Shelf shelf) {
        shelf.filling = !closed
                && !clock.instant().isBefore(shelf.restsUntil)
                && (shelf.wantsTemplate || shelf.guests.size() < wanted(shelf) && hasMemory());
        notifyAll();
        return shelf.filling;
    }

    private int wanted(Shelf shelf) {
        return Math.min(settings.ready(), shelf.demand.peak(clock.instant()));
    }

    /** Whether another guest would leave half a guest's memory to the others. */
    private boolean hasMemory() {
        return HostMemory.available() > settings.memory() * 3L / 2;
    }

    private void fill(Shelf shelf) {
        do {
            QemuGuest guest = null;
            try {
                guest = begin(shelf);
                if (shelf.wantsTemplate) {
                    guest.warm();
                    templateMade(shelf);
                } else {
                    guest.makeReady();
                    put(shelf, guest);
                }
            } catch (RuntimeException e) {
                failed(shelf, e);
                if (guest != null) {
                    guest.close();
                }
            }
        } while (goesOn(shelf));
    }

    private synchronized QemuGuest begin(Shelf shelf) {
        if (closed) {
            throw new ProblemException(Problem.RUNNER_STOPPED, "Making a guest ready: the runner is stopping");
        }
        shelf.making = make.apply(new Place("ready", shelf.kind.image(), shelf.kind.arch(), newFolder()));
        return shelf.making;
    }

    /** One that an earlier process left has a guest in it that did not end. */
    private Path newFolder() {
        Path folder;
        do {
            folder = settings.runs().resolve("ready-" + made.incrementAndGet());
        } while (Files.exists(folder));
        return folder;
    }

    private synchronized void templateMade(Shelf shelf) {
        shelf.wantsTemplate = false;
        LOG.log(System.Logger.Level.INFO, "Image {0} has a warm template", shelf.kind.image());
    }

    private void put(Shelf shelf, QemuGuest guest) {
        counts.made(guest.beginning());
        synchronized (this) {
            began(shelf.kind, guest);
            if (!closed) {
                shelf.guests.add(guest);
                LOG.log(
                        System.Logger.Level.INFO,
                        "A guest of image {0} is ready ({1}); {2} wait",
                        shelf.kind.image(),
                        guest.beginning().word(),
                        shelf.guests.size());
                return;
            }
        }
        guest.close();
    }

    private synchronized void failed(Shelf shelf, RuntimeException why) {
        shelf.restsUntil = clock.instant().plus(AFTER_FAILURE);
        if (!closed) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}; guests of image {1} begin with their boot for the next {2} min",
                    why.getMessage(),
                    shelf.kind.image(),
                    AFTER_FAILURE.toMinutes());
        }
    }

    /**
     * Gives back the memory of guests that nobody has asked for in a while, and of all when the machine has little left; sets the clocks
     * of the others.
     */
    void tend() {
        List<QemuGuest> spare = new ArrayList<>();
        List<QemuGuest> kept = new ArrayList<>();
        List<Kind> kinds;
        synchronized (this) {
            boolean scarce = HostMemory.available() < settings.memory() / 2;
            for (Shelf shelf : shelves.values()) {
                int wanted = scarce ? 0 : wanted(shelf);
                while (shelf.guests.size() > wanted) {
                    spare.add(shelf.guests.poll());
                }
                kept.addAll(shelf.guests);
            }
            kinds = List.copyOf(shelves.keySet());
        }
        spare.forEach(guest -> threads.execute(guest::close));
        kept.forEach(guest -> threads.execute(() -> refresh(guest)));
        kinds.forEach(this::restock);
    }

    /** One that does not answer any more is passed over when an attempt asks. */
    private static void refresh(QemuGuest guest) {
        try {
            guest.refresh();
        } catch (ProblemException e) {
            LOG.log(System.Logger.Level.DEBUG, "Tending the guests that wait: {0}", e.getMessage());
        }
    }

    @Override
    public void close() {
        List<QemuGuest> left = new ArrayList<>();
        synchronized (this) {
            closed = true;
            for (Shelf shelf : shelves.values()) {
                left.addAll(shelf.guests);
                shelf.guests.clear();
                if (shelf.filling && shelf.making != null) {
                    shelf.making.interrupt();
                }
            }
        }
        left.forEach(QemuGuest::close);
        awaitMakers();
    }

    /** Until what was being made is gone too: nobody would end it after the program has. */
    private synchronized void awaitMakers() {
        long until = System.nanoTime() + ENDING.toNanos();
        try {
            while (shelves.values().stream().anyMatch(shelf -> shelf.filling) && System.nanoTime() < until) {
                TimeUnit.NANOSECONDS.timedWait(this, until - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
