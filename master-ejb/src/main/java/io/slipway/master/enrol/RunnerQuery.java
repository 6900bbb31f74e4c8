// SPDX-License-Identifier: Apache-2.0
package io.slipway.master.enrol;

import io.slipway.envelope.PublicKeys;
import io.slipway.image.Sandbox;
import io.slipway.master.access.Caller;
import io.slipway.master.access.Permissions;
import io.slipway.master.store.RunnerStore;
import io.slipway.master.store.RunnerStore.RunnerRow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every runner that the master knows; for administrators. */
public final class RunnerQuery {
    private static final String IN_CLEAR =
            "Runners that speak in clear: %s. Who reads the shared Redis reads their logs, until they run this version of Slipway.";

    private final RunnerStore runners;
    private final Duration lease;
    private final Clock clock;

    /** @param lease how long a runner that is silent counts as there */
    public RunnerQuery(RunnerStore runners, Duration lease, Clock clock) {
        this.runners = runners;
        this.lease = lease;
        this.clock = clock;
    }

    /** Those that are there first, those that were revoked last. */
    public List<RunnerDetail> list(Caller caller) {
        Permissions.administer(caller, Permissions.JOBS_READ);
        Instant since = clock.instant().minus(lease);
        return runners.list().stream()
                .map(row -> detail(row, since))
                .sorted(Comparator.comparing(RunnerDetail::state)
                        .thenComparing(runner -> runner.name().value()))
                .toList();
    }

    /** What is less safe than it could be in how runners were enrolled; a sentence each. */
    public List<String> notices(Caller caller) {
        String inClear = list(caller).stream()
                .filter(RunnerDetail::speaksInClear)
                .map(runner -> "`%s`".formatted(runner.name()))
                .collect(Collectors.joining(", "));
        return inClear.isEmpty() ? List.of() : List.of(IN_CLEAR.formatted(inClear));
    }

    private static RunnerDetail detail(RunnerRow row, Instant since) {
        return new RunnerDetail(
                row.name(),
                state(row, since),
                row.slots(),
                row.running(),
                row.images(),
                row.labels(),
                Sandbox.of(row.sandbox()),
                row.heard(),
                row.enrolled(),
                row.revoked(),
                row.enrolled() == null ? "" : PublicKeys.fingerprint(row.verifyingKey(), row.sealingKey()),
                row.keysSince(),
                row.keysAsked(),
                Optional.ofNullable(row.sealed()));
    }

    private static RunnerState state(RunnerRow row, Instant since) {
        if (row.revoked() != null) {
            return RunnerState.REVOKED;
        }
        if (row.enrolled() == null) {
            return RunnerState.NOT_ENROLLED;
        }
        return row.heard().isAfter(since) ? RunnerState.ENROLLED : RunnerState.SILENT;
    }
}
