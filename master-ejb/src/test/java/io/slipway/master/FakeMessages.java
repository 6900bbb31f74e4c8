// SPDX-License-Identifier: Apache-2.0
package io.slipway.master;

import io.slipway.envelope.MasterSigner;
import io.slipway.envelope.OpeningKeys;
import io.slipway.envelope.SealingKey;
import io.slipway.envelope.Senders;
import io.slipway.envelope.SignedSealingKey;
import io.slipway.error.Problem;
import io.slipway.error.ProblemException;
import io.slipway.job.RunnerName;
import io.slipway.master.message.Messages;
import io.slipway.message.MessageStream;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Streams that only remember what was sent; may be made to lose it. */
final class FakeMessages implements Messages {
    private final List<Sent> sent = new ArrayList<>();
    private final List<RunnerName> discarded = new ArrayList<>();
    private final Map<RunnerName, String> admitted = new HashMap<>();
    private boolean down;

    @Override
    public MasterSigner signer() {
        return MasterSigner.of(MasterRig.PARTIES.master());
    }

    @Override
    public OpeningKeys opening() {
        return MasterRig.PARTIES.opening();
    }

    @Override
    public Optional<SignedSealingKey> sealing() {
        return Optional.of(SignedSealingKey.of(
                MasterRig.PARTIES.master(), MasterRig.PARTIES.opening().newest(), 1));
    }

    @Override
    public synchronized void send(RunnerName runner, SealingKey key, List<RunnerMessage> batch) {
        if (down) {
            throw new ProblemException(Problem.MESSAGES_DOWN, "Sending: no Redis here");
        }
        batch.forEach(message -> sent.add(new Sent(runner, message)));
    }

    @Override
    public synchronized void admit(RunnerName runner, String passwordHash) {
        admitted.put(runner, passwordHash);
    }

    @Override
    public synchronized void expel(RunnerName runner) {
        admitted.remove(runner);
    }

    @Override
    public synchronized void admitOnly(Supplier<Map<RunnerName, String>> passwordHashes) {
        admitted.clear();
        admitted.putAll(passwordHashes.get());
    }

    /** Who may log in, with which hash. */
    synchronized Map<RunnerName, String> admitted() {
        return Map.copyOf(admitted);
    }

    @Override
    public synchronized void discard(RunnerName runner) {
        discarded.add(runner);
    }

    @Override
    public MessageStream<RunnerEvent> events(Senders senders, Supplier<Set<RunnerName>> runners) {
        throw new UnsupportedOperationException("events are applied by the test itself");
    }

    synchronized <M extends RunnerMessage> List<M> sent(Class<M> kind) {
        return sent.stream()
                .map(Sent::message)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** Whose inboxes were emptied. */
    synchronized List<RunnerName> discarded() {
        return List.copyOf(discarded);
    }

    synchronized void forget() {
        sent.clear();
    }

    synchronized void down(boolean isDown) {
        down = isDown;
    }

    record Sent(RunnerName runner, RunnerMessage message) {}
}
