// SPDX-License-Identifier: Apache-2.0
/**
 * Groups: jobs of one owner that are waited for together. Made, started, cancelled and shown here; that a group has ended is found out by
 * {@code io.slipway.master.trigger}, when its last job does.
 */
package io.slipway.master.group;
