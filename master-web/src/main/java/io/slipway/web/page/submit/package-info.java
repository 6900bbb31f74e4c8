// SPDX-License-Identifier: Apache-2.0
/** The page on which a manifest is written and handed in. Called by Faces; calls the job service's beans and nothing behind them. */
package io.slipway.web.page.submit;
