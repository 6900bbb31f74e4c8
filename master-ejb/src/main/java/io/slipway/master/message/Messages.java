// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.message;

import io.slipway.job.RunnerName;
import io.slipway.message.MessageStream;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerMessage;
import java.util.List;

/** The streams between master and runners. Every method throws MESSAGES_DOWN while Redis does not answer, and works again once it does. */
public interface Messages {

    /** Puts messages into a runner's inbox, in one round trip. */
    void send(RunnerName runner, List<RunnerMessage> batch);

    /** The events of all runners, as this master reads them. */
    MessageStream<RunnerEvent> events();
}
