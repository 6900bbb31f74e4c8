// SPDX-License-Identifier: Apache-2.0
/** The pages on which administrators keep the accounts. Called by Faces; calls the job service's beans and nothing behind them. */
package io.slipway.web.page.users;
