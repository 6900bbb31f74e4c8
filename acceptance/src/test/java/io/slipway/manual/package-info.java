// SPDX-License-Identifier: Apache-2.0
/** Holds pages of the manual, those of compatibility and of security, against the tests and the schema that they name. */
package io.slipway.manual;
