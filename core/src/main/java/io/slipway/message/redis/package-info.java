// SPDX-License-Identifier: Apache-2.0
/**
 * The streams of messages on a Redis server. The only package that imports Redis, and the only one that builds a Redis key ({@link
 * io.slipway.message.redis.Keys}). Opened by master and runner; what goes through is {@code io.slipway.message}'s.
 */
package io.slipway.message.redis;
