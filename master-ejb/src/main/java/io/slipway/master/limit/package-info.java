// SPDX-License-Identifier: Apache-2.0
/**
 * How often somebody may try in vain: limits for each network and account, counted in the database, so that masters share them and a restart
 * forgets nothing. Called by whatever looks at credentials.
 */
package io.slipway.master.limit;
