// SPDX-License-Identifier: Apache-2.0
/**
 * One sweeper for each kind of leftover, run by a timer: attempts whose lease ended or that are overdue, and executions that runners did
 * not abandon. Goes on to settle.
 */
package io.slipway.master.sweep;
