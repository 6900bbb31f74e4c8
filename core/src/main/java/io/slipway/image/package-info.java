// SPDX-License-Identifier: Apache-2.0
/** An image, what architectures it comes in, and what a runner offers. Pure words; the dispatcher matches them with manifests. */
package io.slipway.image;
