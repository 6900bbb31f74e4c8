// SPDX-License-Identifier: Apache-2.0
/** What happens after a job's end, and on which ends. Pure words; the master stores and delivers them. */
package io.slipway.trigger;
