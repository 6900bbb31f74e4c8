// SPDX-License-Identifier: Apache-2.0
/**
 * Signatures of messages, so that whoever can write to Redis can order nothing: the master signs what it puts into a runner's inbox with
 * its own key, and the runner takes nothing else. Used by {@code io.slipway.message.redis}; keys are files that master and runner name in
 * their settings.
 */
package io.slipway.signature;
