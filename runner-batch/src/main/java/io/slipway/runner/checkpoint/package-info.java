// SPDX-License-Identifier: Apache-2.0
/**
 * Checkpoints of guests: when one is worth its cost, and those that are kept after an attempt has failed, for a restart. Taken by
 * {@code io.slipway.runner.step}; told to the master with every heartbeat by {@code io.slipway.runner}.
 */
package io.slipway.runner.checkpoint;
