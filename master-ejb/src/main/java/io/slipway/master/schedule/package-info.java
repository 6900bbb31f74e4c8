// SPDX-License-Identifier: Apache-2.0
/**
 * Schedules: manifests that are submitted at the times of a cron expression, in their owner's name. Console and API keep them by {@code
 * KeepSchedules}; {@code RunSchedules}, a loop of every master, submits what is due through {@code submit}.
 */
package io.slipway.master.schedule;
