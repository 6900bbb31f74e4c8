// SPDX-License-Identifier: Apache-2.0
/**
 * The chaos harness: runs jobs while it breaks parts of a stack of its own, by a {@code plan} made ahead, and checks that no job is lost.
 * Started by {@code slipway chaos}.
 */
package io.slipway.bench.chaos;
