// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.check;

/**
 * One copy of a delivery, as a webhook got it.
 *
 * @param key of the delivery
 * @param status of the job that it tells
 * @param taken whether the webhook answered that it has it
 */
public record Delivered(String key, String status, String body, boolean taken) {}
