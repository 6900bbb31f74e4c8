// SPDX-License-Identifier: Apache-2.0
/**
 * What administrators do about keys: the key of secrets, the keys that runners know the master by and seal to, and those of runners are made anew without
 * losing a job or a secret. Old and new ones are good side by side for a while.
 *
 * <p>Called by {@code io.slipway.master.ejb}; goes on by itself in the rounds of {@code io.slipway.master}.
 */
package io.slipway.master.keys;
