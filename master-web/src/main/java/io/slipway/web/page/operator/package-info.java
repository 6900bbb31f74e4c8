// SPDX-License-Identifier: Apache-2.0
/** The batch operator's pages. Called by Faces; calls the job service's beans and nothing behind them. */
package io.slipway.web.page.operator;
