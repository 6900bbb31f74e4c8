// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The memory of this machine. */
final class HostMemory {
    private static final Path FILE = Path.of("/proc/meminfo");

    private HostMemory() {}

    /** MiB that programs can still have; {@link Long#MAX_VALUE} where the system does not say. */
    static long available() {
        try (Stream<String> lines = Files.lines(FILE)) {
            return lines.filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }
}
