// SPDX-License-Identifier: Apache-2.0
/**
 * When what is done now and then is due again, and what was done lately. Called by sweepers and reminders, which a timer asks more often than
 * they work, and by whoever must not say or do the same for each time that a stranger asks.
 */
package io.slipway.pace;
