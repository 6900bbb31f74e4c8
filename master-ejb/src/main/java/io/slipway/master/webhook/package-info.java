// SPDX-License-Identifier: Apache-2.0
/**
 * Webhooks: a query of GraphQL that a user has run whenever something happens to the user's jobs, and whose answer is delivered. The
 * database notes what happens; here it is kept what users want, and delivered. Who runs the queries is {@code io.slipway.web.graphql}, by
 * {@link io.slipway.master.webhook.PayloadWriter}.
 */
package io.slipway.master.webhook;
