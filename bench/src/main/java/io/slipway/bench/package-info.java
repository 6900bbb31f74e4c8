// SPDX-License-Identifier: Apache-2.0
/** Measures of Slipway as it runs, against a stack that the command in {@code bench/} has started. */
package io.slipway.bench;
