// SPDX-License-Identifier: Apache-2.0
/** Problems in the form that GraphQL has for errors. Called by everything of {@code io.slipway.web.graphql} that refuses something. */
package io.slipway.web.graphql.error;
