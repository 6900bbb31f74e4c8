// SPDX-License-Identifier: Apache-2.0
/**
 * What people write into a search box, read into terms. Called by whatever lists jobs; knows nothing of how jobs are kept. What is
 * found by a term is decided where the lists are read.
 */
package io.slipway.master.search;
