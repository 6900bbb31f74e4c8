// SPDX-License-Identifier: Apache-2.0
/**
 * What users keep in their accounts, and how administrators keep the accounts. Called by {@code io.slipway.master.ejb}; who calls is found
 * out by {@code io.slipway.master.access}.
 */
package io.slipway.master.account;
