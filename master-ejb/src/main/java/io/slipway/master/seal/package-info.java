// SPDX-License-Identifier: Apache-2.0
/**
 * The seal: encrypts what the database keeps and nobody may read there, with a key that stands in a file outside of it. Used for secrets and
 * for the tokens of jobs.
 */
package io.slipway.master.seal;
