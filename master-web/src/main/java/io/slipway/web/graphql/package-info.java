// SPDX-License-Identifier: Apache-2.0
/**
 * GraphQL at {@code /query}, and what stands below that address: the scopes that there are, and logs by ranges. Called by clients over
 * HTTP; the fields are read by {@code fetch}, by the rules of {@code schema}, within the bounds of {@code limit}.
 */
package io.slipway.web.graphql;
