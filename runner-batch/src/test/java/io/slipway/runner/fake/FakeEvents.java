// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.fake;

import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.message.MessageStream;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerEvent.AttemptEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A stream that remembers which events were published together; it may be away. */
public final class FakeEvents implements MessageStream<RunnerEvent> {
    private final List<List<RunnerEvent>> envelopes = new CopyOnWriteArrayList<>();
    private volatile boolean down;
    private volatile int refused;

    /** Takes nothing from now on, or takes events again. */
    public void down(boolean isDown) {
        down = isDown;
    }

    /** How often it took nothing. */
    public int refused() {
        return refused;
    }

    public List<List<RunnerEvent>> envelopes() {
        return envelopes;
    }

    /** Every event of a kind, in order. */
    public <T extends RunnerEvent> List<T> told(Class<T> kind) {
        return envelopes.stream()
                .flatMap(List::stream)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** The numbers of the jobs of every event, in order. */
    public List<Long> jobs() {
        return told(AttemptEvent.class).stream()
                .map(event -> event.attempt().job().value())
                .toList();
    }

    @Override
    public void publish(RunnerEvent message) {
        publishAll(List.of(message));
    }

    @Override
    public void publishAll(List<RunnerEvent> messages) {
        if (down) {
            refused++;
            throw new ProblemException(Problem.MESSAGES_DOWN, "no Redis here");
        }
        envelopes.add(List.copyOf(messages));
    }

    @Override
    public List<Received<RunnerEvent>> receive(int most, Duration wait) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void acknowledge(List<Received<RunnerEvent>> received) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long backlog() {
        return 0;
    }
}
