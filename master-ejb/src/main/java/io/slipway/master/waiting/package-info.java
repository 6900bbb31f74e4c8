// SPDX-License-Identifier: Apache-2.0
/** Why a job waits, and how many are ahead of it: by the dispatcher's own order. Called by the job's page, the API and the live log. */
package io.slipway.master.waiting;
