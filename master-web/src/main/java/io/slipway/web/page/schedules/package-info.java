// SPDX-License-Identifier: Apache-2.0
/** The pages of schedules: the list, and one with its manifest. Called by Faces; call the job service's beans and nothing behind them. */
package io.slipway.web.page.schedules;
