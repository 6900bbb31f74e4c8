// SPDX-License-Identifier: Apache-2.0
/** The page on which users keep what belongs to their account. Called by Faces; calls the job service's beans and nothing behind them. */
package io.slipway.web.page.settings;
