// SPDX-License-Identifier: Apache-2.0
/** What is asked of {@code /query}: one operation, as JSON or as a multipart request with files. Called by the servlet. */
package io.slipway.web.graphql.request;
