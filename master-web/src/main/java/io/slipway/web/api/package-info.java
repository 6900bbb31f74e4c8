// SPDX-License-Identifier: Apache-2.0
/**
 * The REST API below {@code /api}: resources that translate a request, call one method of the job service, and translate back; the
 * records that are its JSON; and the one place that turns a problem into an answer. Called by clients over HTTP.
 */
package io.slipway.web.api;
