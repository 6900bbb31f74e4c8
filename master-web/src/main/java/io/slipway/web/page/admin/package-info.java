// SPDX-License-Identifier: Apache-2.0
/** The page of administrators: what has not ended yet. Called by Faces; calls the job service's beans and nothing behind them. */
package io.slipway.web.page.admin;
