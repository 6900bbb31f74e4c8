// SPDX-License-Identifier: Apache-2.0
/**
 * The live log: what changes of a job, pushed as server-sent events. Woken by the job service's watch, written without blocking, so
 * that no reader holds a thread. Called by the console's job page and by clients of the API.
 */
package io.slipway.web.live;
