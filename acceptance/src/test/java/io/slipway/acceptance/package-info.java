// SPDX-License-Identifier: Apache-2.0
/** Slipway as a whole, as its users meet it: the stack of {@code ./slipway up}, its API, its console, real guests. */
package io.slipway.acceptance;
