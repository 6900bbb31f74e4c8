// SPDX-License-Identifier: Apache-2.0
/**
 * The artifacts that jobs leave behind: taken from runners that hold a live attempt, kept in a folder, given to who may see the job.
 */
package io.slipway.master.artifact;
