// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.plan;

/**
 * What a plan is made for.
 *
 * @param real whether guests are machines, which are slower and fewer
 * @param runners how many there are
 * @param lease of the stack, in milliseconds
 */
public record Conditions(boolean real, int runners, long lease) {}
