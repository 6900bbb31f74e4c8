// SPDX-License-Identifier: Apache-2.0
/** An image, what architectures it comes in, what a runner offers, and what its guests begin in. Pure words; the dispatcher matches them with manifests. */
package io.slipway.image;
