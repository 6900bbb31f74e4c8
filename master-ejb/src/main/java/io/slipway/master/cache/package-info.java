// SPDX-License-Identifier: Apache-2.0
/**
 * Caches: archives of folders that jobs of one owner leave to later ones. Runners save and get them while an attempt is live; nobody here looks into
 * one. Rows go to the store, which decides which file a cache is; bytes go to a folder.
 */
package io.slipway.master.cache;
