// SPDX-License-Identifier: Apache-2.0
/** Hands artifacts to the address in the work order; the runner holds no key of the store. */
package io.slipway.runner.upload;
