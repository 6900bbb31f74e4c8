// SPDX-License-Identifier: Apache-2.0
package io.slipway.envelope;

/** Who may send events, and what they are known by. Safe for many threads. */
public interface Senders {

    /**
     * Returns when the text was signed by the runner of that name.
     *
     * @param runner as the envelope says, not checked
     * @param signature null when there is none
     * @param sealed whether it is a sealed text that was signed; who has once signed one says nothing in clear any more
     * @throws RefusedException SENDER_UNKNOWN, SENDER_REVOKED, MESSAGE_FORGED or MESSAGE_UNSEALED
     */
    void require(String runner, String signed, String signature, boolean sealed);

    /**
     * Notes to which key of the masters the last event was sealed, so that one that nobody seals to any more can go.
     *
     * @param runner that has signed it
     */
    default void sealsTo(String runner, SealingKey key) {}

    /**
     * Notes that an event does not open, so that the runner is told what to seal to.
     *
     * @param runner that has signed it
     */
    default void cannotOpen(String runner) {}
}
