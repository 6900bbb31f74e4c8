// SPDX-License-Identifier: Apache-2.0
/**
 * What stands in logs instead of secrets. A {@link io.slipway.runner.mask.Mask} is made of an order's secrets before anything is written; {@code
 * io.slipway.runner.log} has every byte of every log go through it, before it reaches a disk.
 */
package io.slipway.runner.mask;
