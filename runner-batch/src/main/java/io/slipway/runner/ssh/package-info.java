// SPDX-License-Identifier: Apache-2.0
/**
 * The runner's ssh server: the owner of a job follows its log and logs in to its guest, and does nothing else. Opened by {@code
 * io.slipway.runner}; what stands by is {@code io.slipway.runner.standby}'s.
 */
package io.slipway.runner.ssh;
