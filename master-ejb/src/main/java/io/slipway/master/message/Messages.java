// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.message;

import io.slipway.job.RunnerName;
import io.slipway.message.MessageStream;
import io.slipway.message.RunnerEvent;
import io.slipway.message.RunnerMessage;

/** The streams between master and runners. Every method throws MESSAGES_DOWN while Redis does not answer, and works again once it does. */
public interface Messages {

    /** Puts a message into a runner's inbox. */
    void send(RunnerName runner, RunnerMessage message);

    /** The events of all runners, as this master reads them. */
    MessageStream<RunnerEvent> events();
}
