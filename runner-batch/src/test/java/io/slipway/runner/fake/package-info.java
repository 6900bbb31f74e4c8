// SPDX-License-Identifier: Apache-2.0
/** A guest without a machine, for the scenarios and the benchmarks, and what a runner needs around it in a test. */
package io.slipway.runner.fake;
