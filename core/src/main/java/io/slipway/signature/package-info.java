// SPDX-License-Identifier: Apache-2.0
/**
 * The key by which the receivers of webhooks know that this service sent them: a file that the masters alone have. Used by whoever sends to
 * users' addresses; its public half is given to everybody who asks.
 */
package io.slipway.signature;
