// SPDX-License-Identifier: Apache-2.0
/** Holds the manual's page of compatibility against the tests and the schema that it names. */
package io.slipway.compatibility;
