// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.enrol;

import io.slipway.image.Sandbox;
import io.slipway.job.RunnerName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A runner, as administrators see it.
 *
 * @param slots how many attempts it runs side by side; 0 when it takes no more
 * @param running how many attempts it has
 * @param sandbox what its guests begin in; empty when it has not said
 * @param heard when it was heard last
 * @param enrolled when it was enrolled the last time; null for never
 * @param revoked null when it was not since then
 * @param fingerprint of its keys; empty when it was never enrolled
 * @param keysSince when the master took its keys; null when it was never enrolled
 * @param keysAsked whether it was asked for new ones, and has offered none
 * @param sealed whether what it says is sealed; empty while it was not heard since it was enrolled
 */
public record RunnerDetail(
        RunnerName name,
        RunnerState state,
        int slots,
        int running,
        List<String> images,
        List<String> labels,
        Optional<Sandbox> sandbox,
        Instant heard,
        Instant enrolled,
        Instant revoked,
        String fingerprint,
        Instant keysSince,
        boolean keysAsked,
        Optional<Boolean> sealed) {

    /** How many more attempts it takes now. */
    public int free() {
        return state == RunnerState.ENROLLED ? Math.max(0, slots - running) : 0;
    }

    public boolean mayBeRevoked() {
        return state != RunnerState.REVOKED;
    }

    /** Whether what it says can be read by everybody who reads the shared Redis. */
    public boolean speaksInClear() {
        return state != RunnerState.REVOKED && sealed.filter(is -> !is).isPresent();
    }
}
