// SPDX-License-Identifier: Apache-2.0
/**
 * The page of a group of jobs, and how deliveries are shown there and on a job's page. Called by Faces; calls the job service's beans and nothing
 * behind them.
 */
package io.slipway.web.page.group;
