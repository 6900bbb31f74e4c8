// SPDX-License-Identifier: Apache-2.0
/** The pages on which users keep what belongs to their account: profile and password, ssh keys, access tokens. Called by Faces; calls the job service's beans and nothing behind them. */
package io.slipway.web.page.settings;
