// SPDX-License-Identifier: Apache-2.0
/**
 * How the fields of the schema are read and its mutations carried out: a class for each family of types, on the beans of the job service.
 * What belongs to many things is read for all of them at once, by {@link io.slipway.web.graphql.fetch.Loaders}. Called by graphql-java.
 */
package io.slipway.web.graphql.fetch;
