// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.message;

import io.slipway.envelope.MasterSigner;
import io.slipway.envelope.OpeningKeys;
import io.slipway.envelope.SealingKey;
import io.slipway.envelope.Senders;
import io.slipway.envelope.SignedSealingKey;
import io.slipway.envelope.VerifyingKey;
import io.slipway.job.RunnerName;
import io.slipway.message.MessageStream;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The streams between master and runners. Every method throws MESSAGES_DOWN while Redis does not answer, and works again once it does. */
public interface Messages {

    /** What signs for this master. Asks no server. */
    MasterSigner signer();

    /** What runners know this master by. Asks no server. */
    default VerifyingKey key() {
        return signer().publicHalf();
    }

    /** What this master opens with what runners say. Asks no server. */
    OpeningKeys opening();

    /** What runners seal to it what they say; empty while that is not known, or this master has not the newest key. Asks no server. */
    Optional<SignedSealingKey> sealing();

    /** Puts messages into a runner's inbox, in one round trip, sealed to its key. */
    void send(RunnerName runner, SealingKey key, List<RunnerMessage> batch);

    /**
     * Lets a runner log in at the server. Without {@code redis.acl} somebody else says who may, and this does nothing.
     *
     * @param passwordHash SHA-256 of its password
     */
    void admit(RunnerName runner, String passwordHash);

    /** Lets a runner log in no more, and ends its connections; as {@link #admit}. */
    void expel(RunnerName runner);

    /**
     * Has exactly these runners be able to log in; as {@link #admit}.
     *
     * @param passwordHashes by runner; asked while this master lets nobody in or out, and perhaps again
     */
    void admitOnly(Supplier<Map<RunnerName, String>> passwordHashes);

    /** Throws away what waits in a runner's inbox. */
    void discard(RunnerName runner);

    /**
     * The events of all runners, as this master reads them.
     *
     * @param senders whose events are taken
     * @param runners whose streams there are
     */
    MessageStream<RunnerEvent> events(Senders senders, Supplier<Set<RunnerName>> runners);
}
