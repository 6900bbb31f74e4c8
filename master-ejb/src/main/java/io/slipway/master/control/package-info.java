// SPDX-License-Identifier: Apache-2.0
/** Commands on a job that exists: start, cancel, resubmit. Called by console and API. */
package io.slipway.master.control;
