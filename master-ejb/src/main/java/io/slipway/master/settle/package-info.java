// SPDX-License-Identifier: Apache-2.0
/**
 * Settle: the end of an attempt becomes the terminal status of its job, or another attempt.
 * The only writer of terminal statuses.
 */
package io.slipway.master.settle;
