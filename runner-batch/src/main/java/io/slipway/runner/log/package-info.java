// SPDX-License-Identifier: Apache-2.0
/** The logs of an attempt: written to files first, shipped to the master from there. */
package io.slipway.runner.log;
