// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.message;

import io.slipway.envelope.EventVerifier;
import io.slipway.envelope.MasterSigner;
import io.slipway.envelope.OpeningKeys;
import io.slipway.envelope.OrderSealer;
import io.slipway.envelope.SealingKey;
import io.slipway.envelope.Senders;
import io.slipway.envelope.SignedSealingKey;
import io.slipway.envelope.SigningKey;
import io.slipway.envelope.VerifyingKey;
import io.slipway.job.RunnerName;
import io.slipway.message.MessageStream;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerMessage;
import io.slipway.message.redis.RedisConnection;
import io.slipway.message.redis.RedisSettings;
import io.slipway.message.redis.RedisUser;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The streams on a Redis server; connects at the first use, so that a master starts and takes jobs while Redis is away. */
public final class RedisMessages implements Messages, AutoCloseable {
    private final RedisSettings settings;
    private final boolean keepsUsers;
    private final String consumer;
    private final MasterSigner signer;
    private final OpeningKeys opening;
    private final Map<RunnerName, Inbox> inboxes = new ConcurrentHashMap<>();
    private volatile Sealing sealing;
    private RedisConnection connection;
    private MessageStream<RunnerEvent> events;

    /**
     * @param keepsUsers whether this master says on the server which runners may log in there
     * @param consumer this master's own name among the masters that read events
     * @param signer signs what goes to runners
     * @param opening opens what comes from them
     */
    public RedisMessages(
            RedisSettings settings, boolean keepsUsers, String consumer, MasterSigner signer, OpeningKeys opening) {
        this.settings = settings;
        this.keepsUsers = keepsUsers;
        this.consumer = consumer;
        this.signer = signer;
        this.opening = opening;
    }

    /** With a key that stays. */
    public RedisMessages(
            RedisSettings settings, boolean keepsUsers, String consumer, SigningKey signing, OpeningKeys opening) {
        this(settings, keepsUsers, consumer, MasterSigner.of(signing), opening);
    }

    @Override
    public MasterSigner signer() {
        return signer;
    }

    @Override
    public OpeningKeys opening() {
        return opening;
    }

    @Override
    public Optional<SignedSealingKey> sealing() {
        return opening.told().map(told -> {
            VerifyingKey by = signer.publicHalf();
            Sealing known = sealing;
            if (known == null || known.signed.number() != told.number() || !known.by.equals(by.text())) {
                known = new Sealing(SignedSealingKey.of(signer, told.key(), told.number()), by.text());
                sealing = known;
            }
            return known.signed;
        });
    }

    /**
     * What runners are told to seal to with every message, signed once.
     *
     * @param by the key that it was signed with
     */
    private record Sealing(SignedSealingKey signed, String by) {}

    @Override
    public void send(RunnerName runner, SealingKey key, List<RunnerMessage> batch) {
        inboxes.compute(runner, (name, known) -> known != null && known.key == key ? known : inbox(name, key))
                .stream
                .publishAll(batch);
    }

    private Inbox inbox(RunnerName runner, SealingKey key) {
        return new Inbox(
                key,
                connection()
                        .inbox(runner, new OrderSealer(signer, () -> sealing().orElse(null), key)));
    }

    @Override
    public void admit(RunnerName runner, String passwordHash) {
        if (keepsUsers) {
            connection().admit(RedisUser.runner(runner, passwordHash));
        }
    }

    @Override
    public void expel(RunnerName runner) {
        if (keepsUsers) {
            connection().expel(runner);
        }
    }

    @Override
    public void admitOnly(Supplier<Map<RunnerName, String>> passwordHashes) {
        if (keepsUsers) {
            connection()
                    .keepUsers(() -> passwordHashes.get().entrySet().stream()
                            .map(entry -> RedisUser.runner(entry.getKey(), entry.getValue()))
                            .toList());
        }
    }

    @Override
    public void discard(RunnerName runner) {
        inboxes.remove(runner);
        connection().discardInbox(runner);
    }

    @Override
    public synchronized MessageStream<RunnerEvent> events(Senders senders, Supplier<Set<RunnerName>> runners) {
        if (events == null) {
            events = connection().events(consumer, runners, new EventVerifier(senders, opening));
        }
        return events;
    }

    /** How many envelopes of runners, and events in good ones, were refused since the start. */
    public synchronized long refused() {
        return connection == null ? 0 : connection.refused();
    }

    @Override
    public synchronized void close() {
        if (connection != null) {
            connection.close();
        }
    }

    private synchronized RedisConnection connection() {
        if (connection == null) {
            connection = RedisConnection.open(settings);
        }
        return connection;
    }

    /** A runner's inbox, as long as it has that key. */
    private record Inbox(SealingKey key, MessageStream<RunnerMessage> stream) {}
}
