// SPDX-License-Identifier: Apache-2.0
/**
 * Guests as the steps of an attempt see them, how they are to be made, and which images there are. Who makes them is found by the
 * name of its kind: {@code io.slipway.runner.qemu}, or what a test or benchmark brings.
 *
 * <p>Called by {@code io.slipway.runner.step} and {@code io.slipway.runner}.
 */
package io.slipway.runner.guest;
