// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.check;

import io.slipway.bench.chaos.check.Facts.LogKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that was seen of a job.
 *
 * @param copies of its logs, as somebody has them who followed them
 * @param logs what the master gives out of each log that it knows
 * @param deliveries what the job's webhook was told, every copy
 * @param artifact what the master gives out of its artifact; empty when it has none
 */
public record Evidence(
        Facts facts,
        Requests requests,
        Map<LogKey, LogCopy> copies,
        Map<LogKey, byte[]> logs,
        List<Delivered> deliveries,
        Optional<byte[]> artifact) {
    public Evidence {
        copies = Map.copyOf(copies);
        logs = Map.copyOf(logs);
        deliveries = List.copyOf(deliveries);
    }
}
