// SPDX-License-Identifier: Apache-2.0
/**
 * An execution of a runner's batch job, as its job repository has it: what the batch operator's page shows. Read by {@code
 * io.slipway.runner.batch}, carried by {@code io.slipway.message}, kept by {@code io.slipway.master.store}.
 */
package io.slipway.batch;
