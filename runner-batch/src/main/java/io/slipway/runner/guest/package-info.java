// SPDX-License-Identifier: Apache-2.0
/**
 * Guests: the port that steps use, and qemu behind it, started by {@code images/control} and reached by one ssh connection.
 * Some are made ready before an attempt asks for one.
 *
 * <p>Called by {@code io.slipway.runner.step}; starts programs through {@code io.slipway.runner.process} only.
 */
package io.slipway.runner.guest;
