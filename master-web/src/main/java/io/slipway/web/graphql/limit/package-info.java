// SPDX-License-Identifier: Apache-2.0
/** What keeps one operation from asking for too much: cost, depth, time. Called by graphql-java while it executes. */
package io.slipway.web.graphql.limit;
