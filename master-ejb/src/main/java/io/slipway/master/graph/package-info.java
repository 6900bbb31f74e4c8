// SPDX-License-Identifier: Apache-2.0
/**
 * What GraphQL reads: jobs with what belongs to them, and users, many at a time and by a number of statements that does not grow with
 * them. Visibility is applied here; records leave. Called by {@code io.slipway.web.graphql} through a bean.
 */
package io.slipway.master.graph;
