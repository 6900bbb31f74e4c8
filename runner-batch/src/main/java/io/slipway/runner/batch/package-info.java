// SPDX-License-Identifier: Apache-2.0
/**
 * Jakarta Batch: the job {@code build}, whose steps are in {@code META-INF/batch-jobs/build.xml}, and thin artifacts that call
 * {@code io.slipway.runner.step}. Called by {@code io.slipway.runner}.
 */
package io.slipway.runner.batch;
