// SPDX-License-Identifier: Apache-2.0
/** The pages of secrets: list and add, delete, share. Called by Faces; call the job service's beans and nothing behind them. */
package io.slipway.web.page.secrets;
