// SPDX-License-Identifier: Apache-2.0
/** Submit: authorise, parse, check, store, in one transaction. Called by console and API; the job goes to dispatch next. */
package io.slipway.master.submit;
