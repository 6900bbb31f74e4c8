// SPDX-License-Identifier: Apache-2.0
/**
 * Signatures of messages, so that whoever can write to Redis can make up no order: the master signs what it puts into a runner's inbox with
 * its own key, and the runner takes nothing else. A message that was sent before may be sent again by somebody who has read it. Used by {@code io.slipway.message.redis}; keys are files that master and runner name in
 * their settings. Webhooks are signed with a key of their own, which the master alone has.
 */
package io.slipway.signature;
