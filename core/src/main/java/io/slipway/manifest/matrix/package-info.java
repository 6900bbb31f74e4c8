// SPDX-License-Identifier: Apache-2.0
/**
 * The matrix of a manifest: variables with several values each, and the combinations that they make. Pure; read and written by {@code
 * io.slipway.manifest}, which makes a manifest of each combination.
 */
package io.slipway.manifest.matrix;
