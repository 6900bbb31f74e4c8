// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.message;

import io.slipway.envelope.SealingKey;
import io.slipway.envelope.Senders;
import io.slipway.envelope.VerifyingKey;
import io.slipway.job.RunnerName;
import io.slipway.message.MessageStream;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerMessage;
import java.util.List;

/** The streams between master and runners. Every method throws MESSAGES_DOWN while Redis does not answer, and works again once it does. */
public interface Messages {

    /** What runners know this master by. Asks no server. */
    VerifyingKey key();

    /** Puts messages into a runner's inbox, in one round trip, sealed to its key. */
    void send(RunnerName runner, SealingKey key, List<RunnerMessage> batch);

    /** Throws away what waits in a runner's inbox. */
    void discard(RunnerName runner);

    /** The events of all runners, as this master reads them. @param senders whose events are taken */
    MessageStream<RunnerEvent> events(Senders senders);
}
