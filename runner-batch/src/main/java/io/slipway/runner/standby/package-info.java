// SPDX-License-Identifier: Apache-2.0
/**
 * Guests of attempts that have ended, which stand by for a person. Given every attempt at its end by {@code io.slipway.runner.batch};
 * visited through {@code io.slipway.runner.ssh}; told to the master with every heartbeat by {@code io.slipway.runner}.
 */
package io.slipway.runner.standby;
