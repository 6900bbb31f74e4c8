// SPDX-License-Identifier: Apache-2.0
/** The master's side of the streams of {@code io.slipway.message}: connects when Redis is there, and goes on without it. */
package io.slipway.master.message;
