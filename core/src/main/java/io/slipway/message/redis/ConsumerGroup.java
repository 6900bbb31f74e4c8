// SPDX-License-Identifier: Apache-2.0
package io.slipway.message.redis;

import io.slipway.message.redis.RedisMessageStream.Reader;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.redisson.api.RStream;
import org.redisson.api.stream.AutoClaimResult;
import org.redisson.api.stream.StreamCreateGroupArgs;
import org.redisson.api.stream.StreamMessageId;
import org.redisson.api.stream.StreamReadGroupArgs;
import org.redisson.client.RedisException;

/**
 * One consumer's place in a consumer group: gives what was left behind first, then what is new.
 *
 * <p>Left behind is what this consumer received before a restart or a broken connection, and what any consumer has held for
 * too long. Only one thread at a time looks for that; the others read on.
 */
final class ConsumerGroup {
    private static final StreamMessageId BEGINNING = new StreamMessageId(0, 0);
    /** Closing the connection waits for reads under way. */
    static final Duration LONGEST_BLOCK = Duration.ofSeconds(1);

    private static final Map<StreamMessageId, Map<String, String>> NONE = Map.of();

    private final RStream<String, String> stream;
    private final Reader reader;
    private final Duration abandonedAfter;
    private final ReentrantLock lookingBehind = new ReentrantLock();
    /** Up to where this consumer's own unacknowledged entries were read again; null when that is done. */
    private volatile StreamMessageId ownReadAgain = BEGINNING;

    private volatile long nextClaim = System.nanoTime();

    ConsumerGroup(RStream<String, String> stream, Reader reader, Duration abandonedAfter) {
        this.stream = stream;
        this.reader = reader;
        this.abandonedAfter = abandonedAfter;
    }

    String name() {
        return reader.group();
    }

    /** @return in the order of the stream; empty when nothing came within {@code block}, or a little earlier */
    Map<StreamMessageId, Map<String, String>> next(int most, Duration block) {
        Map<StreamMessageId, Map<String, String>> left = behind(most);
        return left.isEmpty() ? guarded(() -> fresh(most, block)) : left;
    }

    /** What was left behind, when it is time to look for that; waits for nothing. */
    Map<StreamMessageId, Map<String, String>> behind(int most) {
        return guarded(() -> leftBehind(most));
    }

    private Map<StreamMessageId, Map<String, String>> guarded(
            Supplier<Map<StreamMessageId, Map<String, String>>> call) {
        try {
            return inGroup(call);
        } catch (RedisException e) {
            // The server may have delivered entries that never arrived here.
            readAgain();
            throw e;
        }
    }

    /** Has what was delivered and is not acknowledged come again: it is in our name. */
    void readAgain() {
        ownReadAgain = BEGINNING;
    }

    private Map<StreamMessageId, Map<String, String>> leftBehind(int most) {
        if (ownReadAgain == null && nextClaim - System.nanoTime() > 0 || !lookingBehind.tryLock()) {
            return NONE;
        }
        try {
            Map<StreamMessageId, Map<String, String>> own = own(most);
            return own.isEmpty() ? abandoned(most) : own;
        } finally {
            lookingBehind.unlock();
        }
    }

    private Map<StreamMessageId, Map<String, String>> own(int most) {
        StreamMessageId after = ownReadAgain;
        if (after == null) {
            return NONE;
        }
        var own = read(StreamReadGroupArgs.greaterThan(after).count(most));
        ownReadAgain = own.keySet().stream().reduce((first, second) -> second).orElse(null);
        return own;
    }

    private Map<StreamMessageId, Map<String, String>> abandoned(int most) {
        if (nextClaim - System.nanoTime() > 0) {
            return NONE;
        }
        StreamMessageId from = BEGINNING;
        do {
            AutoClaimResult<String, String> claimed = stream.autoClaim(
                    reader.group(), reader.consumer(), abandonedAfter.toMillis(), TimeUnit.MILLISECONDS, from, most);
            if (!claimed.getMessages().isEmpty()) {
                return claimed.getMessages();
            }
            from = claimed.getNextId();
        } while (!BEGINNING.equals(from));
        nextClaim = System.nanoTime() + abandonedAfter.toNanos() / 6;
        return NONE;
    }

    private Map<StreamMessageId, Map<String, String>> fresh(int most, Duration block) {
        long untilClaim = Math.max(nextClaim - System.nanoTime(), 0);
        long nanos = Math.min(Math.min(block.toNanos(), LONGEST_BLOCK.toNanos()), untilClaim);
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
        StreamReadGroupArgs args = StreamReadGroupArgs.neverDelivered().count(most);
        // A block of 0 would wait for ever.
        return read(block.isZero() ? args : args.timeout(Duration.ofMillis(Math.max(1, millis))));
    }

    private Map<StreamMessageId, Map<String, String>> read(StreamReadGroupArgs args) {
        var entries = stream.readGroup(reader.group(), reader.consumer(), args);
        return entries == null ? NONE : entries;
    }

    /** The group is gone after the server was emptied, also in the middle of a blocking read. */
    private <R> R inGroup(Supplier<R> call) {
        try {
            return call.get();
        } catch (RedisException e) {
            if (!isGone(e)) {
                throw e;
            }
            createGroup();
            return call.get();
        }
    }

    /** Whether the group, or the stream with it, is not there. */
    static boolean isGone(RedisException e) {
        return saysThat("NOGROUP", e) || saysThat("UNBLOCKED", e);
    }

    /** From the stream's beginning: what was published before the group existed is delivered too. */
    void createGroup() {
        try {
            stream.createGroup(
                    StreamCreateGroupArgs.name(reader.group()).id(BEGINNING).makeStream());
        } catch (RedisException e) {
            if (!saysThat("BUSYGROUP", e)) {
                throw e;
            }
        }
    }

    private static boolean saysThat(String code, RedisException e) {
        return e.getMessage() != null && e.getMessage().contains(code);
    }
}
