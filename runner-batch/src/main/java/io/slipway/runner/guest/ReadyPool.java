// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.guest;

import io.slipway.image.Arch;
import io.slipway.image.ImageName;
import io.slipway.runner.guest.QemuGuest.Place;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Guests that wait for a job, their ssh connection open. Each serves one attempt, once.
 *
 * <p>An image has some from its first attempt on, until nobody has asked for it for a while. They are made one after the other, and
 * only while the machine has memory to spare; one that cannot be made is not missed: the attempt boots its own.
 */
final class ReadyPool implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ReadyPool.class.getName());
    private static final Duration IDLE = Duration.ofMinutes(30);

    private final Function<Place, QemuGuest> make;
    private final GuestSettings settings;
    private final Executor threads;
    private final Clock clock;
    private final AtomicLong made = new AtomicLong();
    private final Map<Kind, Shelf> shelves = new HashMap<>();
    private boolean closed;

    /** Guests of one kind are alike. */
    record Kind(ImageName image, Arch arch) {}

    /** The guests of one kind. */
    private static final class Shelf {
        private final Deque<QemuGuest> guests = new ArrayDeque<>();
        private Instant asked;
        private boolean filling;
        private QemuGuest making;
    }

    ReadyPool(Function<Place, QemuGuest> make, GuestSettings settings, Executor threads, Clock clock) {
        this.make = make;
        this.settings = settings;
        this.threads = threads;
        this.clock = clock;
    }

    /** Takes a guest that answers, if one waits. */
    synchronized Optional<QemuGuest> take(Kind kind) {
        Shelf shelf = shelves.computeIfAbsent(kind, any -> new Shelf());
        shelf.asked = clock.instant();
        while (!shelf.guests.isEmpty()) {
            QemuGuest guest = shelf.guests.poll();
            if (guest.isReached()) {
                return Optional.of(guest);
            }
            threads.execute(guest::close);
        }
        return Optional.empty();
    }

    /** Makes guests of a kind until as many wait as are to. */
    void refill(Kind kind) {
        synchronized (this) {
            Shelf shelf = shelves.computeIfAbsent(kind, any -> new Shelf());
            if (shelf.filling || !wantsMore(shelf)) {
                return;
            }
            shelf.filling = true;
        }
        threads.execute(() -> fill(kind));
    }

    private boolean wantsMore(Shelf shelf) {
        return !closed && shelf.guests.size() < settings.ready() && hasMemory();
    }

    private void fill(Kind kind) {
        boolean more = true;
        while (more) {
            Optional<QemuGuest> guest = ready(kind);
            synchronized (this) {
                Shelf shelf = shelves.get(kind);
                guest.filter(ready -> !closed).ifPresent(shelf.guests::add);
                more = guest.isPresent() && wantsMore(shelf);
                shelf.filling = more;
                if (!closed) {
                    continue;
                }
            }
            guest.ifPresent(QemuGuest::close);
        }
    }

    private Optional<QemuGuest> ready(Kind kind) {
        Path folder = settings.runs().resolve("ready-" + made.incrementAndGet());
        QemuGuest guest = null;
        try {
            guest = make.apply(new Place("ready", kind.image(), kind.arch(), folder));
            making(kind, guest);
            guest.warm();
            guest.boot(OutputStream.nullOutputStream());
            guest.await();
            return Optional.of(guest);
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Making a guest of image {0} ready: {1}; attempts boot their own",
                    kind.image(),
                    e.getMessage());
            if (guest != null) {
                guest.close();
            }
            return Optional.empty();
        }
    }

    private synchronized void making(Kind kind, QemuGuest guest) {
        shelves.get(kind).making = guest;
        if (closed) {
            guest.interrupt();
        }
    }

    /** Gives back the memory of guests that nobody has asked for in a while. */
    void expire() {
        Instant idle = clock.instant().minus(IDLE);
        synchronized (this) {
            shelves.values().stream()
                    .filter(shelf -> shelf.asked != null && shelf.asked.isBefore(idle))
                    .forEach(this::clear);
        }
    }

    private void clear(Shelf shelf) {
        shelf.guests.forEach(guest -> threads.execute(guest::close));
        shelf.guests.clear();
    }

    /** Whether another guest would leave half a guest's memory to the others. True where that cannot be known. */
    private boolean hasMemory() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
            long wantedKib = settings.memory() * 1024L * 3 / 2;
            return lines.filter(line -> line.startsWith("MemAvailable:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .allMatch(available -> available > wantedKib);
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() {
        Deque<QemuGuest> left = new ArrayDeque<>();
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
    }
}
