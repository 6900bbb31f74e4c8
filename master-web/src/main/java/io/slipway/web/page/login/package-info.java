// SPDX-License-Identifier: Apache-2.0
/** The login page, and the one that asks for another password than a one-time one. Called by Faces; calls the job service's beans and nothing behind them. */
package io.slipway.web.page.login;
