// SPDX-License-Identifier: Apache-2.0
/**
 * The envelopes that messages travel in, so that whoever reads Redis learns nothing of an order, and whoever writes to it can make up none,
 * nor an event: what the master says to a runner is sealed to that runner's key and signed with the master's, what a runner says is signed
 * with its own. And the keys for that, which are files, and the token by which master and runner learn each other's.
 *
 * <p>A message that was sent before may be sent again by somebody who has read it; messages are such that the second time changes nothing, and
 * heartbeats are counted for that.
 * Used by {@code io.slipway.message.redis} and by whoever opens a stream.
 */
package io.slipway.envelope;
