// SPDX-License-Identifier: Apache-2.0
/**
 * How addresses that users gave are called: signed, without following redirects, and in no network but those that are allowed, whatever a
 * name resolves to. Used by {@code io.slipway.master.trigger} and {@code io.slipway.master.webhook}, who judge what was answered.
 */
package io.slipway.master.receiver;
