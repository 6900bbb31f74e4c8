// SPDX-License-Identifier: Apache-2.0
/**
 * Who may be a runner: one-time tokens that an administrator makes, the enrolment of a runner by one, and its revocation. Called by {@code
 * io.slipway.master.ejb}. From there on {@code io.slipway.master.message.Keyring} knows the runner's keys.
 */
package io.slipway.master.enrol;
