// SPDX-License-Identifier: Apache-2.0
/**
 * What master and runner say to each other, as values and as JSON, and the stream that carries it.
 *
 * <p>Orders go {@code master.dispatch → inbox → runner}; events go {@code runner.report → events → master}. {@code
 * io.slipway.message.redis} is the stream's implementation.
 */
package io.slipway.message;
