// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.enrol;

import io.slipway.envelope.Envelope;
import io.slipway.envelope.EventSigner;
import io.slipway.envelope.OrderOpener;
import io.slipway.envelope.RunnerKeys;
import io.slipway.job.RunnerName;

/**
 * Who a runner is, and whom it takes orders from.
 *
 * @param name under which it was enrolled
 * @param masters what it knows the masters by that take what it says
 */
public record Identity(RunnerName name, RunnerKeys keys, Masters masters) {

    /** How it opens what the master says. */
    public Envelope inbox() {
        return new OrderOpener(masters.verifying(), keys.opening());
    }

    /** How it closes what it says. */
    public Envelope events() {
        return new EventSigner(name.value(), keys.signing(), masters.sealing());
    }
}
