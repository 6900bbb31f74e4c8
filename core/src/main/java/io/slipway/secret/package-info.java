// SPDX-License-Identifier: Apache-2.0
/**
 * Secrets: keys and files that only the guest of their owner's job may read, and the rules for their names, paths and modes.
 *
 * <p>Pure. The master keeps them sealed and puts them into work orders; the runner places them in the guest and masks them in logs.
 */
package io.slipway.secret;
