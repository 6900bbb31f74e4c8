// SPDX-License-Identifier: Apache-2.0
/**
 * The client behind the one door: waits for a master, asks it for tokens, submits a manifest and follows the job to its end.
 * Called by the verbs in {@code tools/}; speaks nothing but the REST API, and imports the JDK and Jackson only.
 */
package io.slipway.stack;
