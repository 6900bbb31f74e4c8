// SPDX-License-Identifier: Apache-2.0
package io.slipway.web.api;

import io.slipway.image.Sandbox;
import io.slipway.master.enrol.RunnerDetail;
import java.time.Instant;
import java.util.List;

/** The runners that the master knows. */
record RunnerListJson(List<Entry> results) {

    static RunnerListJson of(List<RunnerDetail> runners) {
        return new RunnerListJson(runners.stream().map(Entry::of).toList());
    }

    /**
     * A runner.
     *
     * @param state {@code enrolled}, {@code silent}, {@code revoked} or {@code not enrolled}
     * @param free how many more attempts it takes now
     * @param sandbox what its guests begin in, {@code docker}, {@code podman} or {@code qemu}, and whether they reach its machine,
     *     {@code open} or {@code closed}; null when it has not said
     * @param fingerprint of its keys; null when it was never enrolled
     * @param keysSince when the master took its keys; null when it was never enrolled
     * @param keysAsked whether it was asked for new ones, and has offered none
     * @param sealed whether what it says is sealed; null while it was not heard since it was enrolled
     */
    record Entry(
            String name,
            String state,
            int slots,
            int free,
            int running,
            List<String> images,
            List<String> labels,
            String sandbox,
            Instant heard,
            Instant enrolled,
            Instant revoked,
            String fingerprint,
            Instant keysSince,
            boolean keysAsked,
            Boolean sealed) {
        static Entry of(RunnerDetail runner) {
            return new Entry(
                    runner.name().value(),
                    runner.state().word(),
                    runner.slots(),
                    runner.free(),
                    runner.running(),
                    runner.images(),
                    runner.labels(),
                    runner.sandbox().map(Sandbox::toString).orElse(null),
                    runner.heard(),
                    runner.enrolled(),
                    runner.revoked(),
                    runner.fingerprint().isEmpty() ? null : runner.fingerprint(),
                    runner.keysSince(),
                    runner.keysAsked(),
                    runner.sealed().orElse(null));
        }
    }
}
