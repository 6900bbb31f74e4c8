// SPDX-License-Identifier: Apache-2.0
/**
 * One sweeper for each kind of leftover, run by a timer: attempts whose lease ended or that are overdue, executions that runners did not
 * abandon, and deliveries that ended long ago. Goes on to settle.
 */
package io.slipway.master.sweep;
