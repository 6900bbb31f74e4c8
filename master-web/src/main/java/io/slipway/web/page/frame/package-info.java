// SPDX-License-Identifier: Apache-2.0
/** What every page has around it: who is logged in, and the way out. Called by Faces; calls the job service's beans and nothing behind them. */
package io.slipway.web.page.frame;
