// SPDX-License-Identifier: Apache-2.0
/**
 * How a runner and its master come to know each other: the runner makes its keys, brings the public halves to the master with a one-time
 * token, and keeps the master's. Called once, when the runner starts; from then on the keys alone count, which
 * the runner replaces now and then.
 */
package io.slipway.runner.enrol;
