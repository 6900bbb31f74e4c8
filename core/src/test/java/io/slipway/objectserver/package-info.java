// SPDX-License-Identifier: Apache-2.0
/** A real object store for the tests of other modules. */
package io.slipway.objectserver;
