// SPDX-License-Identifier: Apache-2.0
/** The schema, its scalars, and who may read which field of it. The schema itself is the resource {@code schema.graphqls}. */
package io.slipway.web.graphql.schema;
