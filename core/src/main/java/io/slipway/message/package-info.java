// SPDX-License-Identifier: Apache-2.0
/**
 * What master and runner say to each other, and the Redis streams that carry it.
 *
 * <p>Orders go {@code master.dispatch → inbox → runner}; events go {@code runner.report → events → master}. The only package that
 * imports Redis, and the only one that builds a Redis key ({@link io.slipway.message.Keys}).
 */
package io.slipway.message;
