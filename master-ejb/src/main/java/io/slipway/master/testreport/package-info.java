// SPDX-License-Identifier: Apache-2.0
/**
 * Test results: read from the JUnit XML among a job's artifacts when it arrives, and shown to who may see the job. Called by the package that takes
 * artifacts in, and by the beans; what was read goes to the store.
 */
package io.slipway.master.testreport;
