// SPDX-License-Identifier: Apache-2.0
package io.slipway.message;

import java.time.Duration;
import java.util.List;

/**
 * A stream of messages of one kind: many write, one group of consumers reads, each message at least once.
 *
 * <p>Order of calls of a consumer: {@link #receive} → work on what came, so that nothing is lost when the process dies now →
 * {@link #acknowledge}. What was received and not acknowledged by a consumer that died is received again by another one, or
 * by the same one after it started again. Safe for many threads.
 *
 * <p>Every method throws {@link io.slipway.error.ProblemException} after a bounded time: with
 * {@link io.slipway.error.Problem#MESSAGES_DOWN} when the server does not answer (call again, the connection mends itself), with
 * {@link io.slipway.error.Problem#RUNNER_STOPPED} when the thread was interrupted. A publish that threw may have arrived.
 *
 * @param <T> the kind of message
 */
public interface MessageStream<T> {

    /** Adds a message; returns when the server has it. */
    void publish(T message);

    /** Adds messages next to each other, in one round trip and in few envelopes where the stream can; all of them or none. */
    default void publishAll(List<T> messages) {
        messages.forEach(this::publish);
    }

    /**
     * Waits for messages.
     *
     * @param most how many envelopes at the most; one holds what was published together
     * @param wait how long to wait for the first
     * @return in the order of their publishing; empty when none came
     */
    List<Received<T>> receive(int most, Duration wait);

    /** Removes the envelopes of messages that were worked on: all messages of each. */
    void acknowledge(List<Received<T>> received);

    /** How many envelopes are not acknowledged yet; writers of bulk wait while it is large. */
    long backlog();

    /** Whether its connection was closed here: nothing comes or goes any more, whatever the server does. */
    default boolean isClosed() {
        return false;
    }

    /**
     * A message as it was received.
     *
     * @param id the server's for the envelope that it was in, for {@link #acknowledge}
     */
    record Received<T>(String id, T message) {}
}
