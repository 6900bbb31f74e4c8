// SPDX-License-Identifier: Apache-2.0
/**
 * What is going to happen, made ahead from a seed alone: which jobs each run submits, and what is broken meanwhile. The same seed gives
 * the same plan. Carried out by {@code io.slipway.bench.chaos}.
 */
package io.slipway.bench.chaos.plan;
