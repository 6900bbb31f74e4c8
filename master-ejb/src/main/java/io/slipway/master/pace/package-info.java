// SPDX-License-Identifier: Apache-2.0
/** When what is done now and then is due again. Called by sweepers and reminders, which a timer asks more often than they work. */
package io.slipway.master.pace;
