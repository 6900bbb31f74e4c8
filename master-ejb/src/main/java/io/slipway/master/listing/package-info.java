// SPDX-License-Identifier: Apache-2.0
/**
 * Lists of jobs as people look for them: of a user, below tags, as searched, and what became of the newest one. Called by the console's
 * lists, by feeds and by badges.
 */
package io.slipway.master.listing;
