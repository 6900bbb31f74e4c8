// SPDX-License-Identifier: Apache-2.0
/**
 * The parts of the stack and the connections between them, as they are broken and mended: processes by the script {@code
 * bench/chaos/part}, connections by forwarders that all of them go through. Called by {@code io.slipway.bench.chaos}.
 */
package io.slipway.bench.chaos.part;
