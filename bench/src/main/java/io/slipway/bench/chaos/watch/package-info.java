// SPDX-License-Identifier: Apache-2.0
/**
 * Watches jobs while things break: submits them over REST, follows their logs, cancels and restarts them, and reads in the database
 * what became of them. What it has seen goes to {@code io.slipway.bench.chaos.check}.
 */
package io.slipway.bench.chaos.watch;
