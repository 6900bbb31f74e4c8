// SPDX-License-Identifier: Apache-2.0
/**
 * The runner's life: messages in, attempts started, heartbeats out, stop in good order.
 *
 * <p>{@link io.slipway.runner.RunnerLifecycle} is the container's way in. Orders go on to {@code io.slipway.runner.batch}.
 */
package io.slipway.runner;
