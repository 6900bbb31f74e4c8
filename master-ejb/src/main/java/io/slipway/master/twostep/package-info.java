// SPDX-License-Identifier: Apache-2.0
/**
 * The second step of the login: codes by time (TOTP, RFC 6238) from a device that shares a secret with the account, and recovery codes for when
 * the device is lost. Called by the login, by users for their own account, and by administrators.
 */
package io.slipway.master.twostep;
