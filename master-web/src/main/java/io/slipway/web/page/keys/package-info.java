// SPDX-License-Identifier: Apache-2.0
/** The page of the master's keys, for administrators. Called by Faces; calls the job service's bean and nothing behind it. */
package io.slipway.web.page.keys;
